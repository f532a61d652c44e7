package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.cli.console.MissingCommand;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j checkpoint}: whether checkpoints are as they were written. */
@Command(name = "checkpoint", description = "Verifies checkpoints.", synopsisSubcommandLabel = "COMMAND")
final class CheckpointCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw MissingCommand.of(spec);
    }

    @Command(description = "Compares the files of checkpoints with their manifests.")
    int verify(
            @Parameters(
                            index = "0",
                            paramLabel = "DIR",
                            description = "Directory of a run, its checkpoints directory, or one checkpoint.")
                    Path directory) {
        check(Files.isDirectory(directory), "%s is no directory. Name that of a run or of a checkpoint.", directory);
        List<Verification> found = verified(directory);
        check(
                !found.isEmpty(),
                "%s holds no checkpoint. Name the directory of a run, its checkpoints directory, or a checkpoint.",
                directory);
        print(found);
        return found.stream().allMatch(Verification::isWhole) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static List<Verification> verified(Path directory) {
        if (CheckpointStore.isCheckpoint(directory)) {
            return List.of(CheckpointStore.verify(directory));
        }
        List<Verification> ofRun = CheckpointStore.of(directory).verifyAll();
        return ofRun.isEmpty() ? CheckpointStore.in(directory).verifyAll() : ofRun;
    }

    @Command(
            description =
                    "Writes the manifest of a checkpoint that has none, because a version without manifests wrote it.")
    void seal(@Parameters(index = "0", paramLabel = "DIR", description = "The checkpoint.") Path directory) {
        print(List.of(CheckpointStore.seal(directory)));
    }

    /** Prints a line for each: its name and its state. */
    private void print(List<Verification> checkpoints) {
        PrintWriter out = spec.commandLine().getOut();
        for (Verification checkpoint : checkpoints) {
            String state = checkpoint.isWhole() ? "whole, " + checkpoint.size() : "damaged: " + checkpoint.damage();
            out.println(checkpoint.name() + ": " + state);
        }
        out.flush();
    }
}
