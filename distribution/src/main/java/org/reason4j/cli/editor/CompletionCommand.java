package org.reason4j.cli.editor;

import java.io.PrintWriter;
import java.util.List;
import org.reason4j.api.plugin.ConfigException;
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

    private static final String FISH = "fish";
    private static final List<String> SHELLS = List.of("bash", "zsh", FISH);

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        ConfigException.check(
                SHELLS.contains(shell), "SHELL is '%s', expected one of %s", shell, String.join(", ", SHELLS));
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                shell.equals(FISH)
                        ? FishCompletion.of(root.getCommandSpec())
                        : AutoComplete.bash(root.getCommandName(), root)); // it is zsh's, too
        out.flush();
    }
}
