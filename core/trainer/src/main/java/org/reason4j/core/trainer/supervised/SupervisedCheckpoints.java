package org.reason4j.core.trainer.supervised;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.trainer.checkpoint.CheckpointChoice;
import org.reason4j.core.trainer.checkpoint.CheckpointSettings;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.Checkpoints;

/**
 * The checkpoints of a supervised stage, in {@code supervised/checkpoints} of its run: the policy and the moments of its
 * gradient optimizer. The newest is kept until the stage has ended; {@code checkpoints/step-0} of the run is its result then.
 */
public final class SupervisedCheckpoints {

    private final Path directory;
    private final CheckpointStore store;
    private final Checkpoints checkpoints;
    private final PrintStream out;

    /**
     * Prepares to write, where the run does.
     *
     * @param all checkpoints of the run
     * @param settings how often the run writes them
     * @param steps of the stage
     * @param out where a verified checkpoint is shown
     */
    public SupervisedCheckpoints(Path run, Checkpoints all, CheckpointSettings settings, int steps, PrintStream out) {
        directory = directory(run);
        store = CheckpointStore.of(directory);
        checkpoints =
                all.ofPart(directory, new CheckpointSettings(steps, settings.every(), 1, false, settings.recipe()));
        this.out = out;
    }

    /** The directory of the supervised stage, which holds its checkpoints as that of a run holds the run's. */
    public static Path directory(Path run) {
        return run.resolve("supervised");
    }

    /**
     * Brings the policy to where the newest checkpoint left it.
     *
     * @return its step; 0 where there is none
     * @throws org.reason4j.api.plugin.ConfigException if it is damaged
     */
    int restore() {
        int newest = new CheckpointChoice(store, out).step(OptionalInt.empty()).orElse(0);
        if (newest > 0) {
            checkpoints.restore(newest);
        }
        return newest;
    }

    /** Writes a checkpoint where it is the step's turn. The last step has none: the run keeps its result. */
    void stepCompleted(int step, int steps) {
        if (step < steps) {
            DurableFiles.createDirectory(directory);
            checkpoints.stepCompleted(step, OptionalDouble.empty(), false);
        }
    }

    /** Deletes all of them, once the run keeps the result of the stage. */
    public static void delete(Path run) {
        Path directory = directory(run);
        CheckpointStore.of(directory).deleteAll();
        CheckpointStore.deleteEmpty(directory);
    }
}
