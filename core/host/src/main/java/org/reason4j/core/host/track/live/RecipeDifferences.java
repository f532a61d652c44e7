package org.reason4j.core.host.track.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.core.host.config.SettingsTable;
import org.reason4j.core.host.config.tree.FlatValues;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.YamlText;

/** Settings that differ between recipes that have all of them. */
final class RecipeDifferences {

    /** Stands for a setting that a recipe leaves open. */
    private static final String NONE = "–";

    /**
     * A setting that differs.
     *
     * @param path where it stands, such as {@code training.steps}
     * @param values its value in each recipe as YAML writes it
     */
    record Difference(String path, List<String> values) {}

    private RecipeDifferences() {}

    /** Finds them in the order of the first recipe that has them; a recipe without text is one without settings. */
    static List<Difference> of(List<String> recipes) {
        List<Map<String, String>> all = new ArrayList<>();
        Set<String> paths = new LinkedHashSet<>();
        for (String recipe : recipes) {
            Map<String, String> values = new LinkedHashMap<>();
            FlatValues.of(YamlText.document(recipe, "recipe.resolved.yaml", new Problems()))
                    .forEach((path, value) -> values.put(path, SettingsTable.text(value)));
            all.add(values);
            paths.addAll(values.keySet());
        }
        return paths.stream()
                .map(path -> new Difference(
                        path,
                        all.stream()
                                .map(values -> values.getOrDefault(path, NONE))
                                .toList()))
                .filter(difference -> Set.copyOf(difference.values()).size() > 1)
                .toList();
    }
}
