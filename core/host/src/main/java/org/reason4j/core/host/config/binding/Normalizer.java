package org.reason4j.core.host.config.binding;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingNames;

/**
 * Gives keys their canonical spelling, reports and removes those that a record doesn't know, and expands a bare name to
 * the component, or the choice, that it stands for. Free maps, such as a component's settings, stay as they were written.
 */
public final class Normalizer {

    private final Problems problems;

    /** Makes a normalizer that tells problems there. */
    public Normalizer(Problems problems) {
        this.problems = problems;
    }

    /** Returns the node as the declared type wants it, where nothing but its own defaults applies. */
    public Node normalize(Node node, Type declared, String path) {
        return normalize(node, declared, null, path);
    }

    /**
     * Returns the node as the declared type wants it.
     *
     * @param present what applies there until now; a section of a choice that names none belongs to the one that is there
     */
    public Node normalize(Node node, Type declared, @Nullable Object present, String path) {
        Type type = Shape.unwrapped(declared);
        Class<?> raw = Shape.raw(type);
        Object held = present instanceof Optional<?> optional ? optional.orElse(null) : present;
        if (raw.isRecord()) {
            return record(node, raw, held, path);
        }
        if (Choices.isChoice(raw)) {
            return choice(node, raw, held, path);
        }
        if (raw == List.class && node instanceof Node.Items items) {
            List<Node> entries = new ArrayList<>();
            for (Node entry : items.entries()) {
                entries.add(normalize(entry, Shape.argument(type, 0), ConfigPath.child(path, entries.size())));
            }
            return new Node.Items(entries, items.origin());
        }
        if (raw == Map.class && node instanceof Node.Fields fields) {
            Map<String, Node> entries = new LinkedHashMap<>();
            fields.entries()
                    .forEach((key, value) ->
                            entries.put(key, normalize(value, Shape.argument(type, 1), ConfigPath.child(path, key))));
            return new Node.Fields(entries, fields.origin());
        }
        return node;
    }

    /** A name that is none of the choices stays, with its settings, for the binder to report. */
    private Node choice(Node node, Class<?> type, @Nullable Object present, String path) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String) {
            return choice(new Node.Fields(Map.of(Choices.NAME, scalar), scalar.origin()), type, present, path);
        }
        if (!(node instanceof Node.Fields fields)) {
            return node;
        }
        Node name = fields.get(Choices.NAME);
        if (name == null) {
            return present == null ? fields : record(fields, present.getClass(), present, path);
        }
        Optional<Class<?>> chosen = name.plain() instanceof String text ? Choices.find(type, text) : Optional.empty();
        if (chosen.isEmpty()) {
            return fields;
        }
        Node settings = record(fields.without(Choices.NAME), chosen.get(), null, path);
        Node canonical = new Node.Scalar(Choices.name(chosen.get()), name.found(), name.origin());
        return ((Node.Fields) settings).with(Choices.NAME, canonical);
    }

    private Node record(Node node, Class<?> type, @Nullable Object present, String path) {
        Shape shape = Shape.of(type);
        @Nullable Object defaults = present == null ? shape.constant() : present;
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String && shape.hasShorthand()) {
            return new Node.Fields(Map.of(shape.required().get(0), scalar), scalar.origin());
        }
        if (!(node instanceof Node.Fields fields)) {
            return node;
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        Map<String, String> spellings = new LinkedHashMap<>();
        fields.entries().forEach((key, value) -> {
            RecordComponent component = shape.components().get(SettingNames.camelCase(key));
            if (component == null) {
                String message = SettingNames.unknown(shape.components().keySet(), key);
                problems.add(value.origin(), ConfigPath.child(path, key), message);
                return;
            }
            String name = component.getName();
            String earlier = spellings.put(name, key);
            if (earlier != null) {
                String message = "written twice, as '" + earlier + "' and as '" + key + "'";
                problems.add(value.origin(), ConfigPath.child(path, name), message);
            }
            String child = ConfigPath.child(path, name);
            entries.put(name, normalize(value, component.getGenericType(), shape.defaultOf(name, defaults), child));
        });
        return new Node.Fields(entries, fields.origin());
    }
}
