package org.reason4j.cli.plugins;

import org.reason4j.cli.console.MissingCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins}: what is installed, what it offers, and how to make, check and change that. */
@Command(
        name = "plugins",
        description = "Shows, makes, checks, installs and removes plugins.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PluginsListCommand.class,
            PluginsDescribeCommand.class,
            PluginsVerifyCommand.class,
            PluginsNewCommand.class,
            PluginsInstallCommand.class,
            PluginsRemoveCommand.class,
            PluginsLockCommand.class,
        })
public final class PluginsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw MissingCommand.of(spec);
    }
}
