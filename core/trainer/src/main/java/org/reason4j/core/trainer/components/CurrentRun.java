package org.reason4j.core.trainer.components;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.reason4j.api.track.RunInfo;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.ResolvedRecipe;

/** Facts about the run that its components are told. */
public record CurrentRun(String name, Supplier<Path> place, int steps, long seed, Supplier<String> yaml)
        implements RunInfo {

    /** Facts about a run of training. */
    public static CurrentRun of(String name, Path directory, ResolvedRecipe recipe) {
        return new CurrentRun(
                name, () -> directory, recipe.recipe().steps(), recipe.recipe().seed(), recipe::toYaml);
    }

    /** Facts about a measurement outside a run, which has neither a directory nor a resolved recipe. */
    public static CurrentRun measuring(Recipe recipe) {
        return new CurrentRun(
                "measurement", () -> absent("directory"), recipe.steps(), recipe.seed(), () -> absent("recipe"));
    }

    private static <T> T absent(String what) {
        throw new IllegalStateException("A measurement outside a run has no " + what + ".");
    }

    @Override
    public Path directory() {
        return place.get();
    }

    @Override
    public String recipe() {
        return yaml.get();
    }
}
