package org.reason4j.cli;

import java.nio.file.Path;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j checkpoint seal}: gives a checkpoint without a manifest one. */
@Command(
        name = "seal",
        description =
                "Writes the manifest of a checkpoint that has none, because a version without manifests wrote it.")
final class CheckpointSealCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "DIR", description = "The checkpoint.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(CheckpointVerifyCommand.line(CheckpointStore.seal(directory)));
        spec.commandLine().getOut().flush();
    }
}
