package org.reason4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.start.KeptCheckpoint;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.Verification;

/** A run that failed, with what is left of it. */
final class RunStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Throwable failure;
    private final String remains;

    private RunStopped(Throwable failure, String remains) {
        super(failure);
        this.failure = failure;
        this.remains = remains;
    }

    /** Says what the newest checkpoint of an output directory is, if there is one and the run was not refused. */
    static RuntimeException of(Error failure, Path output) {
        RuntimeException stopped = of(new IllegalStateException(failure), output);
        if (stopped instanceof RunStopped run) {
            return new RunStopped(failure, run.remains());
        }
        throw failure;
    }

    /** Says what the newest checkpoint of an output directory is, if there is one and the run was not refused. */
    static RuntimeException of(RuntimeException failure, Path output) {
        if (isRefusal(failure)) {
            return failure;
        }
        try {
            Optional<Path> newest = KeptCheckpoint.newest(output);
            return newest.isEmpty()
                    ? failure
                    : new RunStopped(failure, remains(CheckpointStore.verify(newest.get()), output));
        } catch (RuntimeException e) { // the failure itself is what the user has to know
            failure.addSuppressed(e);
            return failure;
        }
    }

    private static String remains(Verification newest, Path output) {
        return newest.isWhole()
                ? "The newest checkpoint, " + newest.checkpoint() + ", is whole. --resume --output " + output
                        + " goes on from it."
                : "The newest checkpoint, " + newest.checkpoint() + ", is damaged: " + newest.damage()
                        + ". --resume --output " + output + " says which one before it is whole.";
    }

    /** True if the recipe cannot be carried out; false if a file cannot be read or written. */
    private static boolean isRefusal(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return causes.stream().anyMatch(ConfigException.class::isInstance)
                && causes.stream().noneMatch(RunStopped::isOfADisk);
    }

    private static boolean isOfADisk(Throwable cause) {
        return cause instanceof IOException && !(cause instanceof JsonProcessingException);
    }

    /** Cause of the stop. */
    Throwable failure() {
        return failure;
    }

    /** Files that are left. */
    String remains() {
        return remains;
    }
}
