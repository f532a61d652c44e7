package org.reason4j.core.host.config.binding;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingOrigin;

/**
 * Turns normalized nodes into records, and collects what doesn't fit instead of stopping at it.
 *
 * <p>A value that doesn't fit is replaced by the default so that the rest can be checked. Where there is none, a lenient
 * binder takes zero or empty text, for records that check nothing themselves; a strict one gives up on that record.
 */
public final class RecordBinder {

    private final Problems problems;
    private final boolean lenient;

    /**
     * Makes a binder.
     *
     * @param problems where it tells what can't be bound
     * @param lenient whether it builds the record all the same, with defaults or stand-ins in place of what can't be bound
     */
    public RecordBinder(Problems problems, boolean lenient) {
        this.problems = problems;
        this.lenient = lenient;
    }

    /** Returns the record, or null if a strict binder couldn't build it; then there are problems. */
    @Nullable
    public Object bind(Node node, Class<?> type, @Nullable Object given, String path) {
        if (!(node instanceof Node.Fields fields)) {
            if (!(node instanceof Node.Scalar scalar) || scalar.value() != null) {
                return mismatch(node, type, "a section", given, path);
            }
            return bind(Node.Fields.empty(node.origin()), type, given, path);
        }
        Shape shape = Shape.of(type);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Object defaults = given != null ? given : shape.constant();
        if (defaults == null) {
            for (String name : shape.required()) {
                RecordComponent component =
                        Objects.requireNonNull(shape.components().get(name));
                values.put(name, required(fields, component, ConfigPath.child(path, name)));
            }
            if (values.containsValue(null)) {
                return null;
            }
            defaults = guarded(() -> shape.defaultsAround(values), fields, path);
        }
        for (RecordComponent component : shape.components().values()) {
            String name = component.getName();
            if (!values.containsKey(name)) {
                Object fallback = shape.defaultOf(name, defaults);
                Node entry = fields.get(name);
                values.put(
                        name,
                        entry == null
                                ? fallback
                                : value(entry, component.getGenericType(), fallback, ConfigPath.child(path, name)));
            }
        }
        return values.containsValue(null) ? null : guarded(() -> shape.create(values), fields, path);
    }

    private @Nullable Object guarded(Supplier<@Nullable Object> action, Node node, String path) {
        try {
            return action.get();
        } catch (ConfigException e) {
            problems.add(node.origin(), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Object required(Node.Fields fields, RecordComponent component, String path) {
        Node entry = fields.get(component.getName());
        Class<?> raw = component.getType();
        if (entry != null) {
            return value(entry, component.getGenericType(), null, path);
        }
        if (raw.isRecord() && !Shape.of(raw).hasShorthand()) {
            return bind(Node.Fields.empty(fields.origin()), raw, null, path);
        }
        problems.add(fields.origin(), path, "missing, expected " + expectation(raw));
        return standIn(raw);
    }

    private @Nullable Object value(Node node, Type type, @Nullable Object fallback, String path) {
        Class<?> raw = Shape.raw(type);
        if (raw == Optional.class) {
            if (node instanceof Node.Scalar scalar && scalar.value() == null) {
                return Optional.empty();
            }
            Object inner = fallback instanceof Optional<?> optional ? optional.orElse(null) : null;
            Object held = value(node, Shape.argument(type, 0), inner, path);
            return held == null ? null : Optional.of(held);
        }
        if (raw.isRecord()) {
            return bind(node, raw, fallback, path);
        }
        if (Choices.isChoice(raw)) {
            return choice(node, raw, fallback, path);
        }
        if (raw == List.class) {
            return list(node, Shape.argument(type, 0), fallback, path);
        }
        if (raw == Map.class) {
            return map(node, Shape.argument(type, 1), fallback, path);
        }
        if (raw == Object.class) {
            return node.plain();
        }
        try {
            return Scalars.convert(node, raw);
        } catch (Scalars.Mismatch e) {
            return mismatch(node, raw, String.valueOf(e.getMessage()), fallback, path);
        }
    }

    /** Binds the record that is named, starting from its own defaults, or else the one that is there. */
    private @Nullable Object choice(Node node, Class<?> type, @Nullable Object fallback, String path) {
        if (!(node instanceof Node.Fields fields)) {
            return mismatch(node, type, Choices.expectation(type), fallback, path);
        }
        Node name = fields.get(Choices.NAME);
        if (name == null) {
            if (fallback == null) {
                problems.add(
                        node.origin(),
                        ConfigPath.child(path, Choices.NAME),
                        "missing, expected " + Choices.expectation(type));
                return standIn(type);
            }
            return bind(node, fallback.getClass(), fallback, path);
        }
        Optional<Class<?>> chosen = name.plain() instanceof String text ? Choices.find(type, text) : Optional.empty();
        return chosen.isPresent()
                ? bind(fields.without(Choices.NAME), chosen.get(), null, path)
                : mismatch(
                        name,
                        type,
                        Choices.unknown(type, String.valueOf(name.plain())),
                        fallback,
                        ConfigPath.child(path, Choices.NAME));
    }

    private @Nullable Object list(Node node, Type element, @Nullable Object fallback, String path) {
        if (!(node instanceof Node.Items items)) {
            return mismatch(node, List.class, "a list; write [] for an empty one", fallback, path);
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < items.entries().size(); i++) {
            values.add(value(items.entries().get(i), element, null, ConfigPath.child(path, i)));
        }
        return values.contains(null) && Shape.raw(element) != Object.class
                ? null
                : Collections.unmodifiableList(values);
    }

    private @Nullable Object map(Node node, Type element, @Nullable Object fallback, String path) {
        if (node instanceof Node.Scalar scalar && scalar.value() == null) {
            return Map.of();
        }
        if (!(node instanceof Node.Fields fields)) {
            return mismatch(node, Map.class, "a section", fallback, path);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        fields.entries()
                .forEach((key, entry) -> values.put(key, value(entry, element, null, ConfigPath.child(path, key))));
        return values.containsValue(null) && Shape.raw(element) != Object.class
                ? null
                : Collections.unmodifiableMap(values);
    }

    private @Nullable Object mismatch(
            Node node, Class<?> type, String expected, @Nullable Object fallback, String path) {
        problems.add(node.origin(), path, "found " + node.found() + ", expected " + expected);
        return fallback != null ? fallback : standIn(type);
    }

    private @Nullable Object standIn(Class<?> type) {
        if (!lenient) {
            return null;
        }
        if (type == int.class || type == Integer.class) {
            return 0;
        }
        if (type == double.class || type == Double.class) {
            return 0.0;
        }
        if (type == String.class) {
            return "";
        }
        if (Choices.isChoice(type)) {
            return standIn(Choices.of(type).values().iterator().next());
        }
        if (type.isRecord()) {
            return new RecordBinder(new Problems(), true)
                    .bind(Node.Fields.empty(SettingOrigin.DEFAULT), type, null, "");
        }
        Object empty = Shape.empty(type);
        if (empty == null) {
            throw new IllegalStateException("No stand-in for a broken " + type.getName());
        }
        return empty;
    }

    private static String expectation(Class<?> type) {
        if (type == List.class) {
            return "a list";
        }
        if (Choices.isChoice(type)) {
            return Choices.expectation(type);
        }
        return type.isRecord() ? "a name or a section" : Scalars.expectation(type);
    }
}
