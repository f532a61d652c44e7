package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.binding.Normalizer;
import org.reason4j.core.host.config.binding.RecordBinder;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.constraint.OfKind;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingOrigin;

/**
 * Checks the components that a recipe names against what is installed, and writes out all their settings: below every
 * {@code config} stands what the recipe says, then what its preset says, then the defaults of the component.
 *
 * <p>A value that doesn't fit is noted as a problem and left as it was written.
 */
final class ComponentConfigs {

    private final InstalledComponents installed;
    private final Problems problems;

    ComponentConfigs(InstalledComponents installed, Problems problems) {
        this.installed = installed;
        this.problems = problems;
    }

    /** Returns a recipe's tree with the settings of every component, those of default components included. */
    Node.Fields complete(Node.Fields root) {
        Object recipe = new RecordBinder(new Problems(), true).bind(root, Recipe.class, null, "");
        return section(root, (Record) Objects.requireNonNull(recipe, "a lenient binder builds"), "");
    }

    private Node.Fields section(Node.Fields written, Record present, String path) {
        Node.Fields completed = written;
        for (RecordComponent part : present.getClass().getRecordComponents()) {
            String name = part.getName();
            String child = ConfigPath.child(path, name);
            OfKind kind = part.getAnnotation(OfKind.class);
            Node given = written.get(name);
            Object held = Shape.read(part, present);
            Object value = held instanceof Optional<?> optional ? optional.orElse(null) : held;
            if (kind != null) {
                Node node = given == null ? Node.of(RecipeTree.of(value), SettingOrigin.DEFAULT) : given;
                if (given != null || value != null && !isStandIn(value)) {
                    completed = completed.with(name, components(node, value, kind.value(), child));
                }
            } else if (value instanceof Record below && (given == null || given instanceof Node.Fields)) {
                Node.Fields fields =
                        given instanceof Node.Fields known ? known : Node.Fields.empty(SettingOrigin.DEFAULT);
                Node.Fields filled = section(fields, below, child);
                if (!filled.entries().isEmpty()) {
                    completed = completed.with(name, filled);
                }
            } else if (value instanceof List<?> list && given instanceof Node.Items items) {
                completed = completed.with(name, sections(items, list, child));
            }
        }
        return completed;
    }

    /** Returns a list with the settings of every component within its entries, where these are sections. */
    private Node.Items sections(Node.Items written, List<?> present, String path) {
        Node.Items completed = written;
        for (int i = 0; i < present.size(); i++) {
            if (present.get(i) instanceof Record entry && written.entries().get(i) instanceof Node.Fields fields) {
                completed = completed.with(i, section(fields, entry, ConfigPath.child(path, i)));
            }
        }
        return completed;
    }

    /** Returns true for a stand-in of a required value that is missing, which is reported elsewhere. */
    private static boolean isStandIn(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.isEmpty()
                : value instanceof Recipe.Component component
                        && component.name().isEmpty();
    }

    private Node components(Node node, @Nullable Object present, String kind, String path) {
        if (node instanceof Node.Items items && present instanceof List<?> list) {
            List<Node> entries = new ArrayList<>();
            for (Node entry : items.entries()) {
                int index = entries.size();
                entries.add(components(entry, list.get(index), kind, ConfigPath.child(path, index)));
            }
            return new Node.Items(entries, items.origin());
        }
        return node instanceof Node.Fields fields && RecipeTree.of(present) instanceof Map<?, ?> component
                ? component(fields, component, kind, path)
                : node;
    }

    private Node component(Node.Fields component, Map<?, ?> present, String kind, String path) {
        Optional<String> name = text(present, "name");
        Optional<Node.Fields> config = config(component);
        if (name.isEmpty() || config.isEmpty()) {
            return component;
        }
        Optional<Record> defaults = look(component, path, "name", () -> installed.settings(kind, name.get(), path));
        if (defaults.isEmpty()) {
            return component;
        }
        Optional<String> chosen = text(present, "preset");
        Optional<Record> preset = chosen.flatMap(
                text -> look(component, path, "preset", () -> installed.preset(kind, name.get(), text, path)));
        SettingOrigin origin = preset.isPresent()
                ? new SettingOrigin("preset " + name.get() + ":" + chosen.orElseThrow())
                : SettingOrigin.DEFAULT;
        return settings(
                component, config.get(), preset.orElseGet(defaults::get), origin, ConfigPath.child(path, "config"));
    }

    private Node settings(Node.Fields component, Node.Fields config, Record start, SettingOrigin origin, String path) {
        Class<?> type = start.getClass();
        Node normalized = new Normalizer(problems).normalize(config, type, start, path);
        Object bound = new RecordBinder(problems, false).bind(normalized, type, start, path);
        return bound == null ? component : component.with("config", overlay(RecipeTree.of(bound), normalized, origin));
    }

    private Optional<Record> look(Node.Fields component, String path, String key, Supplier<Record> settings) {
        try {
            return Optional.of(settings.get());
        } catch (ConfigException e) {
            SettingOrigin origin =
                    Optional.ofNullable(component.get(key)).map(Node::origin).orElse(component.origin());
            problems.add(origin, ConfigPath.child(path, key), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<String> text(Map<?, ?> component, String key) {
        return component.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    /** Returns the section {@code config}, empty if nothing is written there; anything else is reported elsewhere. */
    private static Optional<Node.Fields> config(Node.Fields component) {
        Node config = component.get("config");
        boolean nothing = config == null || config instanceof Node.Scalar scalar && scalar.value() == null;
        if (nothing) {
            return Optional.of(Node.Fields.empty(component.origin()));
        }
        return config instanceof Node.Fields fields ? Optional.of(fields) : Optional.empty();
    }

    /** The value's tree; what was written keeps its place, and the rest comes from {@code origin}. */
    private static Node overlay(@Nullable Object value, @Nullable Node written, SettingOrigin origin) {
        if (value instanceof Map<?, ?> map && (written == null || written instanceof Node.Fields)) {
            Node.Fields fields = written instanceof Node.Fields known ? known : Node.Fields.empty(origin);
            Map<String, Node> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put((String) key, overlay(entry, fields.get((String) key), origin)));
            return new Node.Fields(entries, fields.origin());
        }
        if (value instanceof List<?> list
                && written instanceof Node.Items items
                && list.size() == items.entries().size()) {
            List<Node> entries = new ArrayList<>();
            for (Object entry : list) {
                entries.add(overlay(entry, items.entries().get(entries.size()), origin));
            }
            return new Node.Items(entries, items.origin());
        }
        if (written instanceof Node.Scalar scalar && scalar.template() != null) {
            return new Node.Scalar(value, String.valueOf(value), scalar.origin(), scalar.template());
        }
        return Node.of(value, written == null ? origin : written.origin());
    }
}
