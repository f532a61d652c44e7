package org.reason4j.trackers.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The settings of a resolved recipe; placeholders for environment variables stay placeholders. */
public final class RecipeSettings {

    private final Map<String, @Nullable Object> sections;

    private RecipeSettings(Map<String, @Nullable Object> sections) {
        this.sections = sections;
    }

    /**
     * Reads a resolved recipe.
     *
     * @param yaml the recipe, whose root is a section
     */
    public static RecipeSettings of(String yaml) {
        Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        Map<String, @Nullable Object> sections = new LinkedHashMap<>();
        if (root instanceof Map<?, ?> map) {
            map.forEach((key, value) -> sections.put(String.valueOf(key), value));
        }
        sections.remove("placeholders"); // hashes of what placeholders stand for, with a new salt in every run
        return new RecipeSettings(sections);
    }

    /** Sections by name, made of maps, lists, text, numbers and truth values. */
    public Map<String, @Nullable Object> sections() {
        return Collections.unmodifiableMap(sections);
    }

    /** Single values by path, such as {@code training.steps} and {@code rewards.0.name}; what is absent is left out. */
    public Map<String, String> flat() {
        Map<String, String> values = new LinkedHashMap<>();
        sections.forEach((name, section) -> collect(section, name, values));
        return values;
    }

    private static void collect(@Nullable Object value, String path, Map<String, String> values) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, entry) -> collect(entry, path + "." + key, values));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), path + "." + i, values);
            }
        } else if (value != null) {
            values.put(path, String.valueOf(value));
        }
    }
}
