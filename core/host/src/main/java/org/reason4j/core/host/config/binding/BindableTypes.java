package org.reason4j.core.host.config.binding;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reason4j.core.host.config.tree.ConfigPath;

/** Finds the components of a settings record that no YAML can be bound to. */
public final class BindableTypes {

    private final List<String> problems = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private BindableTypes() {}

    /** Returns a line for each component that can't be bound, those of nested records included. */
    public static List<String> problems(Class<?> settings) {
        BindableTypes types = new BindableTypes();
        types.record(settings, "");
        return types.problems;
    }

    private void record(Class<?> type, String path) {
        if (seen.add(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                type(component.getGenericType(), ConfigPath.child(path, component.getName()));
            }
        }
    }

    private void type(Type type, String path) {
        Class<?> raw = Shape.raw(type);
        if (type instanceof GenericArrayType || raw.isArray()) {
            problems.add(path + " is an array; make it a List");
        } else if (raw == Optional.class || raw == List.class) {
            type(Shape.argument(type, 0), path);
        } else if (raw == Map.class) {
            Class<?> key = Shape.raw(Shape.argument(type, 0));
            if (key != String.class && key != Object.class) {
                problems.add(path + " is a map with keys of " + key.getName() + "; make them String");
            }
            type(Shape.argument(type, 1), path);
        } else if (raw.isRecord()) {
            record(raw, path);
        } else if (raw.isSealed() && !raw.isEnum()) { // an enum whose constants have bodies is sealed
            choice(raw, path);
        } else if (raw != Object.class && !Scalars.binds(raw)) {
            problems.add(path + " is of type " + raw.getName() + ", which YAML can't give; use text, numbers, enums,"
                    + " Duration, records, Optional, List or Map");
        }
    }

    private void choice(Class<?> type, String path) {
        List<Class<?>> permitted = List.of(type.getPermittedSubclasses());
        if (!type.isInterface() || !permitted.stream().allMatch(Class::isRecord)) {
            problems.add(path + " is of the sealed type " + type.getName()
                    + "; make it an enum, or a sealed interface that permits records alone");
            return;
        }
        for (Class<?> one : permitted) {
            String name = Choices.name(one);
            if (Choices.of(type).get(name) != one) {
                problems.add(
                        path + " has two choices named '" + name + "', " + one.getName() + " and another; rename one");
            }
            if (Shape.of(one).components().containsKey(Choices.NAME)) {
                problems.add(path + " has the choice '" + name + "' with a setting named '" + Choices.NAME
                        + "', which is where recipes write the choice; rename it");
            }
            record(one, path + "[" + name + "]");
        }
    }
}
