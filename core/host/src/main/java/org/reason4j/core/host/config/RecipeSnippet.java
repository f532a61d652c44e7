package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.constraint.OfKind;

/** The lines of a recipe that use a component. */
public final class RecipeSnippet {

    /** Key of a text model, by which rewards ask for it. */
    private static final String KEY = "judge";

    private RecipeSnippet() {}

    /**
     * Returns the section that components of a kind stand in, with one of them.
     *
     * @param kind what it is, such as {@code reward}
     * @param name its name in recipes
     * @param config settings to show
     */
    public static String of(String kind, String name, Map<String, Object> config) {
        return RecipeTree.handwritten(
                RecipeTree.written(tree(Recipe.class, kind, name, config).orElseThrow(), "", Map.of()));
    }

    private static Optional<Object> tree(Class<?> section, String kind, String name, Map<String, Object> config) {
        for (RecordComponent place : section.getRecordComponents()) {
            @Nullable OfKind here = place.getAnnotation(OfKind.class);
            if (here != null && here.value().equals(kind)) {
                return Optional.of(Map.of(place.getName(), component(place, name, config)));
            }
        }
        for (RecordComponent place : section.getRecordComponents()) {
            Class<?> below = Shape.raw(Shape.unwrapped(place.getGenericType()));
            Optional<Object> found = below.isRecord() ? tree(below, kind, name, config) : Optional.empty();
            if (found.isPresent()) {
                return Optional.of(Map.of(place.getName(), found.get()));
            }
        }
        return Optional.empty();
    }

    private static Object component(RecordComponent place, String name, Map<String, Object> config) {
        Map<String, Object> component = new LinkedHashMap<>();
        boolean list = Shape.raw(place.getGenericType()) == List.class;
        if (list && Shape.raw(Shape.argument(place.getGenericType(), 0)) == Recipe.NamedModel.class) {
            component.put("key", KEY);
        }
        component.put("name", name);
        if (!config.isEmpty()) {
            component.put("config", config);
        }
        return list ? List.of(component) : component;
    }
}
