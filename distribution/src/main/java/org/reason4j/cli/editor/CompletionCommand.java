package org.reason4j.cli.editor;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j completion}: commands and options for the tab key. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands and options in a shell:",
            "  bash, zsh  source <(reason4j completion bash)",
            "  fish       reason4j completion fish | source"
        })
public final class CompletionCommand implements Runnable {

    /** A shell that scripts are written for. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                shell == Shell.FISH
                        ? FishCompletion.of(root.getCommandSpec())
                        : AutoComplete.bash(root.getCommandName(), root)); // it is zsh's, too
        out.flush();
    }
}
