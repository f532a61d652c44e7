package org.reason4j.cli.plugins;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins}: what is installed, and changes of that. */
@Command(
        name = "plugins",
        description = "Shows, installs and removes plugins.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PluginsListCommand.class,
            PluginsInstallCommand.class,
            PluginsRemoveCommand.class,
            PluginsLockCommand.class,
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
