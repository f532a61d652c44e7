package org.reason4j.core.trainer.run;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.evaluation.BeforeTraining;
import org.reason4j.core.trainer.learning.BatchRescue;
import org.reason4j.core.trainer.supervised.SupervisedCheckpoints;

/**
 * The directory of a run, which has it for itself from {@link #enter} to {@link #close}.
 *
 * <p>It holds a run from the first checkpoint or measurement on. What a start leaves that came to nothing is in nobody's
 * way: the next one replaces it. A temporary directory is deleted at the end, unless it holds the batch of a crash.
 */
final class OutputDirectory implements AutoCloseable {

    private final Path root;
    private final boolean temporary;
    private @Nullable RunLock lock;

    private OutputDirectory(Path root, boolean temporary) {
        this.root = root;
        this.temporary = temporary;
    }

    /** The directory that a run was given, or a temporary one. */
    static OutputDirectory of(Optional<Path> given) {
        return given.map(root -> new OutputDirectory(root, false))
                .orElseGet(() -> new OutputDirectory(newDirectory(), true));
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("reason4j-run");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Can't make a temporary directory in " + System.getProperty("java.io.tmpdir")
                            + ": name another one with -Djava.io.tmpdir, or give the trainer an output directory",
                    e);
        }
    }

    /** True if it outlives the run. */
    boolean isKept() {
        return !temporary;
    }

    Path root() {
        return root;
    }

    /** The recipe with every default and override. */
    private Path recipe() {
        return recipe(root);
    }

    /** The recipe of the run in a directory, where it has begun. */
    static Path recipe(Path root) {
        return root.resolve("recipe.resolved.yaml");
    }

    /** What the run last ran on: reason4j and the plugins of the recipe. */
    Path lock() {
        return root.resolve("recipe.lock.json");
    }

    /** The model that a recipe with {@code model.create} begins with. */
    Path newModel() {
        return root.resolve("model");
    }

    private boolean holdsRun() {
        return Files.exists(BeforeTraining.file(root))
                || CheckpointStore.of(root).newest().isPresent()
                || CheckpointStore.of(SupervisedCheckpoints.directory(root))
                        .newest()
                        .isPresent();
    }

    /**
     * Takes the directory for a new run, or goes on with the one that it holds, and proves that it can be written. A run
     * that was killed before it had anything to go on from begins again, also with {@code resume}.
     *
     * @throws ConfigException if it is another run's, or no place to write to
     */
    void enter(ResolvedRecipe resolved, boolean resume) {
        take();
        boolean used = holdsRun();
        check(
                resume || !used,
                "%s already holds a run. Add --resume to go on with it, or choose another --output.",
                root);
        check(
                used
                        || resolved.recipe().model().create().isEmpty()
                        || !Files.exists(newModel())
                        || Files.exists(recipe()),
                "%s is in the way of the new model. Choose another --output, or load it with model.path.",
                newModel());
        if (used) {
            ResumedRecipe.requireSame(recipe(), resolved);
        } else if (Files.exists(recipe())) {
            deleteModel(); // of a start that came to nothing, perhaps with another seed
        }
        DurableFiles.write(recipe(), resolved.toYaml());
    }

    private void take() {
        try {
            Files.createDirectories(root);
            lock = RunLock.of(root);
            CheckpointStore.of(root).putBackReplaced();
        } catch (IOException e) {
            throw cannotTake(e);
        }
    }

    private RuntimeException cannotTake(IOException reason) {
        Path place = root.toAbsolutePath();
        while (!Files.exists(place)) {
            place = DurableFiles.directoryOf(place);
        }
        return Files.isDirectory(place) && Files.isWritable(place)
                ? DurableFiles.cannotWrite(root.toAbsolutePath(), reason)
                : new ConfigException(
                        "Can't write to " + root.toAbsolutePath() + ": " + reason + ". Choose another --output.",
                        reason);
    }

    private void deleteModel() {
        try {
            DurableFiles.deleteTree(newModel());
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(newModel(), e);
        }
    }

    /**
     * Checks that the directory was not moved, removed or replaced, before the run goes on to write to it.
     *
     * @throws java.io.UncheckedIOException that says what is there instead
     */
    void requireHeld() {
        if (lock == null) {
            throw new IllegalStateException(root + " is not entered");
        }
        lock.requireHeld();
    }

    /** Gives the directory free for other runs, or deletes it where it is temporary. */
    @Override
    public void close() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
        if (temporary && !Files.exists(BatchRescue.directory(root))) {
            try {
                DurableFiles.deleteTree(root);
            } catch (IOException e) {
                throw DurableFiles.cannotDelete(root, e);
            }
        }
    }
}
