package org.reason4j.cli.plugins;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins}: what is installed. */
@Command(
        name = "plugins",
        description = "Shows what is installed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PluginsListCommand.class,
            PluginsNewCommand.class,
        })
public final class PluginsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command given");
    }
}
