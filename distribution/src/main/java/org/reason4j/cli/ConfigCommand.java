package org.reason4j.cli;

import org.reason4j.cli.console.MissingCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reason4j config}: what recipes say. */
@Command(
        name = "config",
        description = "Explains recipes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ConfigExplainCommand.class)
final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw MissingCommand.of(spec);
    }
}
