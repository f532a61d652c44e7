package org.reason4j.core.host.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.SettingOrigin;

/**
 * A recipe as it applies, with the place every value comes from.
 *
 * @param recipe the recipe, checked
 * @param settings every single value in the order of the records
 */
public record ResolvedRecipe(Recipe recipe, List<Setting> settings) {

    public ResolvedRecipe {
        settings = List.copyOf(settings);
    }

    /**
     * One value.
     *
     * @param path where it stands, such as {@code rewards[0].weight}
     * @param value how YAML writes it on one line
     * @param origin {@code default}, {@code preset grpo:dapo}, {@code recipe dapo (JAR)}, {@code recipe.yaml:12}, {@code
     *     environment REASON4J__...} or {@code command line}
     */
    public record Setting(String path, String value, String origin) {}

    static ResolvedRecipe of(Recipe recipe, Node written) {
        List<Setting> settings = new ArrayList<>();
        collect(RecipeTree.of(recipe), written, "", settings);
        return new ResolvedRecipe(recipe, settings);
    }

    /** Returns the settings at and below a path; the empty path means all. */
    public List<Setting> explain(String path) {
        return settings.stream().filter(s -> startsWith(s.path(), path)).toList();
    }

    private static boolean startsWith(String setting, String path) {
        return path.isEmpty()
                || setting.equals(path)
                || setting.startsWith(path + ".")
                || setting.startsWith(path + "[");
    }

    /** Returns the whole recipe as YAML: read again on this machine, it gives an equal recipe. */
    public String toYaml() {
        return RecipeTree.yaml(RecipeTree.escaped(RecipeTree.of(recipe)));
    }

    private static void collect(@Nullable Object value, @Nullable Node node, String path, List<Setting> settings) {
        SettingOrigin origin = node == null ? SettingOrigin.DEFAULT : node.origin();
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            Node.Fields fields = node instanceof Node.Fields given ? given : Node.Fields.empty(origin);
            map.forEach((key, entry) ->
                    collect(entry, fields.get((String) key), ConfigPath.child(path, (String) key), settings));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                Node entry =
                        node instanceof Node.Items items && i < items.entries().size()
                                ? items.entries().get(i)
                                : null;
                collect(list.get(i), entry, ConfigPath.child(path, i), settings);
            }
        } else {
            settings.add(new Setting(path, RecipeTree.yaml(value).strip(), origin.toString()));
        }
    }
}
