package org.reason4j.core.host.track.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.core.host.config.SettingsTable;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Node;
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
            leaves(YamlText.document(recipe, "recipe.resolved.yaml", new Problems()), "", values);
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

    private static void leaves(Node node, String path, Map<String, String> values) {
        if (node instanceof Node.Fields fields && !fields.entries().isEmpty()) {
            fields.entries().forEach((key, value) -> leaves(value, ConfigPath.child(path, key), values));
        } else if (node instanceof Node.Items items && !items.entries().isEmpty()) {
            for (int i = 0; i < items.entries().size(); i++) {
                leaves(items.entries().get(i), ConfigPath.child(path, i), values);
            }
        } else if (node instanceof Node.Scalar scalar && scalar.value() != null) {
            values.put(path, SettingsTable.text(scalar.value()));
        }
    }
}
