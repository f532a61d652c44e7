package org.reason4j.core.host.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Placeholders;
import org.reason4j.core.host.config.tree.SettingOrigin;

/**
 * A recipe as it applies, with the place every value comes from.
 *
 * @param recipe the recipe, checked
 * @param settings every single value in the order of the records
 * @param variables what the recipe takes from environment variables
 */
public record ResolvedRecipe(Recipe recipe, List<Setting> settings, RecipeVariables variables) {

    public ResolvedRecipe {
        settings = List.copyOf(settings);
    }

    /**
     * One value.
     *
     * @param path where it stands, such as {@code rewards[0].weight}
     * @param value how YAML writes it on one line; placeholders stay placeholders
     * @param origin {@code default}, {@code preset grpo:dapo}, {@code recipe dapo (JAR)}, {@code recipe.yaml:12}, {@code
     *     environment REASON4J__...} or {@code command line}
     */
    public record Setting(String path, String value, String origin) {}

    static ResolvedRecipe of(Recipe recipe, Node written, Placeholders placeholders, Optional<Node> fingerprints) {
        List<Setting> settings = new ArrayList<>();
        Map<String, String> templates = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        leaves(RecipeTree.of(recipe), written, "", (path, value, node) -> {
            String template = node instanceof Node.Scalar scalar ? scalar.template() : null;
            if (template != null) {
                templates.put(path, template);
            }
            values.put(path, String.valueOf(value));
            settings.add(new Setting(
                    path,
                    line(template != null ? template : value),
                    origin(node).toString()));
        });
        RecipeVariables variables = RecipeVariables.of(templates, values, placeholders, fingerprints);
        return new ResolvedRecipe(recipe, settings, variables);
    }

    /** Returns the settings at and below a path; the empty path means all. */
    public List<Setting> explain(String path) {
        return settings.stream().filter(s -> startsWith(s.path(), path)).toList();
    }

    /** Returns the recipe of one of its learners, as if it had been read alone. */
    public ResolvedRecipe ofLearner(int index) {
        return within(NestedRecipes.learner(index), recipe.learners().get(index).recipe());
    }

    /** Returns the recipe of one of its stages, as if it had been read alone. */
    public ResolvedRecipe ofStage(int index) {
        return within(NestedRecipes.stage(index), recipe.stages().get(index).recipe());
    }

    private ResolvedRecipe within(String place, Recipe nested) {
        String path = place + ".";
        return new ResolvedRecipe(
                nested,
                settings.stream()
                        .filter(setting -> setting.path().startsWith(path))
                        .map(setting ->
                                new Setting(setting.path().substring(path.length()), setting.value(), setting.origin()))
                        .toList(),
                variables.below(path));
    }

    /** Returns every single value by path as YAML writes it, those of environment variables included: to compare, not to show. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        leaves(RecipeTree.of(recipe), null, "", (path, value, node) -> values.put(path, line(value)));
        return values;
    }

    private static boolean startsWith(String setting, String path) {
        return path.isEmpty()
                || setting.equals(path)
                || setting.startsWith(path + ".")
                || setting.startsWith(path + "[");
    }

    /** Returns the whole recipe as YAML: read again on this machine in the same environment, it gives an equal recipe. */
    public String toYaml() {
        return RecipeTree.yaml(variables.written(RecipeTree.of(recipe)));
    }

    @Override
    public String toString() {
        return "a recipe of " + settings.size() + " settings";
    }

    private interface Leaf {
        void at(String path, @Nullable Object value, @Nullable Node node);
    }

    private static void leaves(@Nullable Object value, @Nullable Node node, String path, Leaf leaf) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            Node.Fields fields = node instanceof Node.Fields given ? given : Node.Fields.empty(origin(node));
            map.forEach((key, entry) ->
                    leaves(entry, fields.get((String) key), ConfigPath.child(path, (String) key), leaf));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                Node entry =
                        node instanceof Node.Items items && i < items.entries().size()
                                ? items.entries().get(i)
                                : null;
                leaves(list.get(i), entry, ConfigPath.child(path, i), leaf);
            }
        } else {
            leaf.at(path, value, node);
        }
    }

    private static SettingOrigin origin(@Nullable Node node) {
        return node == null ? SettingOrigin.DEFAULT : node.origin();
    }

    private static String line(@Nullable Object value) {
        return RecipeTree.yaml(value).strip();
    }
}
