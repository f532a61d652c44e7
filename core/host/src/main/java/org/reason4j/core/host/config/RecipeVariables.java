package org.reason4j.core.host.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.formats.secret.Secrets;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Placeholders;

/**
 * What a recipe takes from environment variables. Where the recipe is written or shown, its placeholders stand in the
 * place of the values, and a section {@value #SECTION} holds {@linkplain Fingerprints fingerprints} of these.
 */
public final class RecipeVariables {

    /** Key of the fingerprints in a resolved recipe. */
    static final String SECTION = "placeholders";

    private final Map<String, String> templates; // by path
    private final Map<String, String> values; // by placeholder
    private final Map<String, String> environment;
    private final Optional<Fingerprints> began;
    private @Nullable Fingerprints own; // guarded by this; made on demand, because it takes time

    private RecipeVariables(
            Map<String, String> templates,
            Map<String, String> values,
            Map<String, String> environment,
            Optional<Fingerprints> began) {
        this.templates = templates;
        this.values = values;
        this.environment = environment;
        this.began = began;
    }

    /**
     * Takes over what was met in a recipe. The values of variables that settings such as {@code apiKeyVariable} name are
     * hidden from now on, too.
     *
     * @param templates texts with placeholders, by path
     * @param named values of settings, by path
     * @param section the recipe's section of fingerprints
     */
    static RecipeVariables of(
            Map<String, String> templates,
            Map<String, String> named,
            Placeholders placeholders,
            Optional<Node> section) {
        Map<String, String> used = new TreeMap<>(placeholders.values());
        used.keySet()
                .retainAll(templates.values().stream()
                        .flatMap(template -> Placeholders.in(template).stream())
                        .collect(Collectors.toSet()));
        Map<String, String> environment = placeholders.environment();
        named.forEach((path, variable) -> {
            String value = environment.get(variable);
            if (path.matches(".*[-a-z]Variable|.*-variable") && value != null) {
                Secrets.remember(variable, value);
            }
        });
        return new RecipeVariables(
                Map.copyOf(templates), Map.copyOf(used), environment, section.flatMap(Fingerprints::read));
    }

    /** Returns what the part of the recipe takes from variables whose paths begin that way; paths lose their beginning. */
    RecipeVariables below(String beginning) {
        Map<String, String> below = new LinkedHashMap<>();
        templates.forEach((path, template) -> {
            if (path.startsWith(beginning)) {
                below.put(path.substring(beginning.length()), template);
            }
        });
        Map<String, String> used = new TreeMap<>(values);
        used.keySet()
                .retainAll(below.values().stream()
                        .flatMap(template -> Placeholders.in(template).stream())
                        .collect(Collectors.toSet()));
        return new RecipeVariables(below, used, environment, began);
    }

    /** Returns the text with placeholders that the value at a path was made of, if it was. */
    public Optional<String> template(String path) {
        return Optional.ofNullable(templates.get(path));
    }

    /** Returns the environment that the recipe was read in, without the variables that override settings. */
    public Map<String, String> environment() {
        Map<String, String> rest = new LinkedHashMap<>(environment);
        rest.keySet().removeIf(name -> name.startsWith(ConfigPath.ENVIRONMENT_PREFIX));
        return rest;
    }

    /**
     * Returns the placeholders at a path that stand for another value than when the recipe was written, as its
     * fingerprints tell; all of them where it has none.
     */
    public List<String> changed(String path) {
        return template(path).map(Placeholders::in).orElse(List.of()).stream()
                .filter(placeholder ->
                        began.isEmpty() || !began.get().match(placeholder, values.getOrDefault(placeholder, "")))
                .toList();
    }

    /** Returns the recipe's tree as it is written to a file. */
    @Nullable
    Object written(@Nullable Object tree) {
        Object recipe = RecipeTree.written(tree, "", templates);
        if (values.isEmpty() || !(recipe instanceof Map<?, ?> sections)) {
            return recipe;
        }
        Map<Object, @Nullable Object> all = new LinkedHashMap<>(sections);
        all.put(SECTION, fingerprints().tree());
        return all;
    }

    private synchronized Fingerprints fingerprints() {
        if (own == null) {
            own = Fingerprints.of(values);
        }
        return own;
    }

    /** Names the placeholders alone. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
