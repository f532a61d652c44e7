package org.reason4j.core.trainer.run;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.trainer.checkpoint.Checkpoints;
import org.reason4j.core.trainer.evaluation.BeforeTraining;

/**
 * The directory of a run.
 *
 * <p>It holds a run from the first checkpoint or measurement on. What a start leaves that came to nothing is in nobody's
 * way: the next one replaces it.
 */
record OutputDirectory(Path root) {

    /** The recipe with every default and override. */
    private Path recipe() {
        return root.resolve("recipe.resolved.yaml");
    }

    /** The model that a recipe with {@code model.create} begins with. */
    Path newModel() {
        return root.resolve("model");
    }

    private boolean holdsRun() {
        return Files.exists(BeforeTraining.file(root))
                || Checkpoints.newest(root).isPresent();
    }

    /**
     * Takes the directory for a new run, or goes on with the one that it holds, and proves that it can be written. A run
     * that was killed before it had anything to go on from begins again, also with {@code resume}.
     */
    void enter(ResolvedRecipe resolved, boolean resume) {
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
        }
        try {
            if (!used && Files.exists(recipe()) && Files.exists(newModel())) {
                DurableFiles.deleteTree(newModel()); // of a start that came to nothing, perhaps with another seed
            }
            Files.createDirectories(root);
            DurableFiles.write(recipe(), resolved.toYaml());
        } catch (IOException | UncheckedIOException e) {
            Throwable reason = e instanceof UncheckedIOException ? e.getCause() : e;
            throw new ConfigException(
                    "Can't write to " + root.toAbsolutePath() + ": " + reason + ". Choose another --output.", e);
        }
    }
}
