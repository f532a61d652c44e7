package org.reason4j.core.trainer.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.config.Training;

/**
 * A resumed run goes on with the recipe it began with; only what no weight depends on may change. The number of steps is
 * among that as long as the learning rate doesn't depend on it.
 */
final class ResumedRecipe {

    private static final List<String> FREE = List.of("checkpoints", "trackers", "evaluation");

    private ResumedRecipe() {}

    static void requireSame(Path written, ResolvedRecipe now) {
        ResolvedRecipe began = RecipeReader.read(written, Map.of(), List.of());
        Map<String, String> before = values(began);
        Map<String, String> after = values(now);
        Set<String> free = free(began.recipe().training());
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<String> changed = new ArrayList<>();
        for (String key : keys) {
            String was = before.getOrDefault(key, "");
            String is = after.getOrDefault(key, "");
            if (!was.equals(is) && !free.contains(key.split("[.\\[]", 2)[0]) && !free.contains(key)) {
                changed.add(key + ": was '" + was + "', now '" + is + "'"
                        + (key.equals("training.steps") ? ", and training.schedule depends on it" : ""));
            }
        }
        ConfigException.check(
                changed.isEmpty(),
                "The run of %s began with another recipe:%n  %s%nResume with the settings it began with, or start a new run"
                        + " with another --output.",
                written.toAbsolutePath(),
                String.join(System.lineSeparator() + "  ", changed));
    }

    /** Sections and settings that may change. */
    private static Set<String> free(Training training) {
        Set<String> free = new TreeSet<>(FREE);
        if (training.schedule().equals("constant")) {
            free.add("training.steps");
        }
        return free;
    }

    private static Map<String, String> values(ResolvedRecipe recipe) {
        return recipe.settings().stream()
                .collect(Collectors.toMap(ResolvedRecipe.Setting::path, ResolvedRecipe.Setting::value));
    }
}
