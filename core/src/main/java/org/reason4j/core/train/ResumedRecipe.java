package org.reason4j.core.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.config.RecipeReader;
import org.reason4j.core.config.ResolvedRecipe;

/** A resumed run goes on with the recipe it began with; only what no weight depends on may change. */
final class ResumedRecipe {

    private static final List<String> FREE = List.of("training.steps", "checkpoints", "trackers", "evaluation");

    private ResumedRecipe() {}

    static void requireSame(Path written, ResolvedRecipe now) {
        Map<String, String> before = values(RecipeReader.read(written, Map.of(), List.of()));
        Map<String, String> after = values(now);
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<String> changed = keys.stream()
                .filter(key -> FREE.stream().noneMatch(key::startsWith))
                .filter(key -> !before.getOrDefault(key, "").equals(after.getOrDefault(key, "")))
                .map(key ->
                        key + ": was '" + before.getOrDefault(key, "") + "', now '" + after.getOrDefault(key, "") + "'")
                .toList();
        ConfigException.check(
                changed.isEmpty(),
                "The run of %s began with another recipe:%n  %s%nResume with the settings it began with, or start a new run"
                        + " with another --output.",
                written.toAbsolutePath(),
                String.join(System.lineSeparator() + "  ", changed));
    }

    private static Map<String, String> values(ResolvedRecipe recipe) {
        return recipe.settings().stream()
                .collect(Collectors.toMap(ResolvedRecipe.Setting::path, ResolvedRecipe.Setting::value));
    }
}
