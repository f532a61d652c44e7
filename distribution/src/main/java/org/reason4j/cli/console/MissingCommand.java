package org.reason4j.cli.console;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A command that is a group of others was called without one of them: it shows what there is. */
public final class MissingCommand {

    private MissingCommand() {}

    /** The error, whose message is the group's help. */
    public static ParameterException of(CommandSpec group) {
        return new ParameterException(
                group.commandLine(),
                group.commandLine().getUsageMessage().stripTrailing() + System.lineSeparator() + System.lineSeparator()
                        + "No command given");
    }
}
