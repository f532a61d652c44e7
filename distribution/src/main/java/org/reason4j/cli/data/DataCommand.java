package org.reason4j.cli.data;

import org.reason4j.cli.console.MissingCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reason4j data}: what datasets hold. */
@Command(
        name = "data",
        description = "Shows what datasets hold.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DataShowCommand.class)
public final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw MissingCommand.of(spec);
    }
}
