package org.reason4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;

/** A run that failed, with what is left of it. */
final class RunStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Checkpoints have such a name as soon as they are whole, and no earlier. */
    private static final Pattern CHECKPOINT = Pattern.compile("step-\\d+");

    private final Throwable failure;
    private final String remains;

    private RunStopped(Throwable failure, String remains) {
        super(failure);
        this.failure = failure;
        this.remains = remains;
    }

    /** Says which checkpoint of an output directory is whole, if there is one and the run was not refused. */
    static RuntimeException of(Error failure, Path output) {
        RuntimeException stopped = of(new IllegalStateException(failure), output);
        if (stopped instanceof RunStopped run) {
            return new RunStopped(failure, run.remains());
        }
        throw failure;
    }

    /** Says which checkpoint of an output directory is whole, if there is one and the run was not refused. */
    static RuntimeException of(RuntimeException failure, Path output) {
        Optional<Path> newest = isRefusal(failure) ? Optional.empty() : newest(output.resolve("checkpoints"));
        return newest.isEmpty()
                ? failure
                : new RunStopped(
                        failure,
                        "The newest checkpoint, " + newest.get() + ", is whole. --resume --output " + output
                                + " goes on from it.");
    }

    /** True if the recipe cannot be carried out; false if a file cannot be read or written. */
    private static boolean isRefusal(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return causes.stream().anyMatch(ConfigException.class::isInstance)
                && causes.stream().noneMatch(IOException.class::isInstance);
    }

    /** Cause of the stop. */
    Throwable failure() {
        return failure;
    }

    /** Files that are left. */
    String remains() {
        return remains;
    }

    private static Optional<Path> newest(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(checkpoints)) {
            return entries.filter(entry ->
                            CHECKPOINT.matcher(entry.getFileName().toString()).matches())
                    .max(Comparator.comparingLong(RunStopped::step));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + checkpoints, e);
        }
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("step-".length()));
    }
}
