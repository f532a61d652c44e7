package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j checkpoint verify}: compares every file of checkpoints with their manifests. */
@Command(name = "verify", description = "Compares the files of checkpoints with their manifests.")
final class CheckpointVerifyCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Directory of a run, its checkpoints directory, or one checkpoint.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        check(Files.isDirectory(directory), "%s is no directory. Name that of a run or of a checkpoint.", directory);
        List<Verification> found = verify();
        check(
                !found.isEmpty(),
                "%s holds no checkpoint. Name the directory of a run, its checkpoints directory, or a checkpoint.",
                directory);
        PrintWriter out = spec.commandLine().getOut();
        found.forEach(checkpoint -> out.println(line(checkpoint)));
        out.flush();
        return found.stream().allMatch(Verification::isWhole) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Verification> verify() {
        if (CheckpointStore.isCheckpoint(directory)) {
            return List.of(CheckpointStore.verify(directory));
        }
        List<Verification> ofRun = CheckpointStore.of(directory).verifyAll();
        return ofRun.isEmpty() ? CheckpointStore.in(directory).verifyAll() : ofRun;
    }

    /** The name of a checkpoint and its state. */
    static String line(Verification checkpoint) {
        return checkpoint.name() + ": "
                + (checkpoint.isWhole() ? "whole, " + checkpoint.size() : "damaged: " + checkpoint.damage());
    }
}
