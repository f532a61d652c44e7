package org.reason4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reason4j checkpoint}: whether checkpoints are as they were written. */
@Command(
        name = "checkpoint",
        description = "Verifies checkpoints.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CheckpointVerifyCommand.class, CheckpointSealCommand.class})
final class CheckpointCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command given");
    }
}
