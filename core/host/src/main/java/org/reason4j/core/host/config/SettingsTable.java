package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.binding.Choices;
import org.reason4j.core.host.config.binding.Scalars;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings as a person reads them: one row for each, also for those within a section, with the path that recipes use. */
public final class SettingsTable {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsTable.class);

    private final List<Row> rows = new ArrayList<>();
    private final List<Row> alternatives = new ArrayList<>();
    private final Set<Class<?>> open = new LinkedHashSet<>();

    /**
     * One setting.
     *
     * @param path its name, below those of its sections; {@code tools[].name} stands for that of every entry of a list,
     *     {@code loss[clip].clipLow} for that of a choice that is not the one in force
     * @param type the values it takes, in words
     * @param value its value as recipes write it, in maps, lists, text, numbers and truth values; empty where it is absent
     * @param required whether it has no default: an entry of a list must give it
     * @param owner the record that has it
     * @param name its name in that record
     * @param raw class of its values, or of the entries of its list
     */
    public record Row(
            String path,
            String type,
            Optional<Object> value,
            boolean required,
            Class<?> owner,
            String name,
            Class<?> raw) {

        /** The value in one line of YAML. */
        public String text() {
            return required ? "required" : value.map(SettingsTable::text).orElse("absent");
        }
    }

    private SettingsTable() {}

    /** Returns the settings of a record with their values; those of choices that are not in force come last. */
    public static List<Row> of(Record settings) {
        SettingsTable table = new SettingsTable();
        table.add("", settings.getClass(), settings, List.of());
        table.rows.addAll(table.alternatives);
        return table.rows;
    }

    private static List<Row> inForce(Record settings) {
        SettingsTable table = new SettingsTable();
        table.add("", settings.getClass(), settings, List.of());
        return table.rows;
    }

    /** Returns a value of a setting in one line of YAML. */
    public static String text(Object value) {
        return RecipeTree.inline(value);
    }

    private void add(String path, Class<?> type, @Nullable Object instance, List<String> required) {
        if (!open.add(type)) {
            return; // a section within itself
        }
        Shape shape = Shape.of(type);
        for (RecordComponent component : shape.components().values()) {
            String name = component.getName();
            String child = ConfigPath.child(path, name);
            Type held = Shape.unwrapped(component.getGenericType());
            @Nullable Object value = required.contains(name) ? null : shape.defaultOf(name, instance);
            Class<?> raw = Shape.raw(held);
            boolean list = raw == List.class;
            Class<?> entry = list ? Shape.raw(Shape.argument(held, 0)) : raw;
            if (!raw.isRecord()) {
                rows.add(new Row(
                        child,
                        typeName(held, SettingsTable::words),
                        value(held, value),
                        required.contains(name),
                        type,
                        name,
                        entry));
            }
            if (entry.isRecord()) {
                section(child + (list ? "[]" : ""), entry, held(value), list);
            } else if (Choices.isChoice(entry)) {
                choices(child, entry, list ? null : held(value));
            }
        }
        open.remove(type);
    }

    /** The value as recipes write it; of a choice its name, since its settings have rows of their own. */
    private static Optional<Object> value(Type declared, @Nullable Object value) {
        return Choices.isChoice(Shape.raw(declared))
                ? Optional.ofNullable(held(value)).map(choice -> Choices.name(choice.getClass()))
                : Optional.ofNullable(RecipeTree.of(value, declared));
    }

    /** Adds the rows of the choice in force, and notes those of the others. */
    private void choices(String path, Class<?> type, @Nullable Object present) {
        Choices.of(type).forEach((name, choice) -> {
            if (choice.isInstance(present)) {
                section(path, choice, present, false);
                return;
            }
            SettingsTable other = new SettingsTable();
            other.open.addAll(open);
            other.section(path + "[" + name + "]", choice, null, false);
            alternatives.addAll(other.rows);
            alternatives.addAll(other.alternatives);
        });
    }

    private static @Nullable Object held(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty() ? null : list.get(0);
        }
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    /** Adds the rows of a section. An entry of a list shows the defaults around what each entry must give. */
    private void section(String path, Class<?> type, @Nullable Object present, boolean entry) {
        Shape shape = Shape.of(type);
        @Nullable Object constant = shape.constant();
        boolean given = constant == null && (entry || present == null);
        @Nullable Object instance = present == null ? constant : present;
        add(
                path,
                type,
                instance == null ? aroundStandIns(type, shape) : instance,
                given ? shape.required() : List.of());
    }

    /** Returns an instance with defaults, and stand-ins for what has none; null for a record that refuses the stand-ins. */
    private static @Nullable Object aroundStandIns(Class<?> type, Shape shape) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (String name : shape.required()) {
            Class<?> held = Objects.requireNonNull(shape.components().get(name)).getType();
            Object[] choices = held.getEnumConstants();
            @Nullable
            Object standIn = held == String.class
                    ? name
                    : held == int.class || held == Integer.class
                            ? (Object) 1
                            : held == double.class || held == Double.class
                                    ? (Object) 1.0
                                    : choices != null ? choices[0] : Shape.empty(held);
            if (standIn == null) {
                return null;
            }
            given.put(name, standIn);
        }
        try {
            return shape.defaultsAround(given);
        } catch (ConfigException e) {
            LOG.debug("{} has no defaults to show around {}", type.getName(), given, e);
            return null;
        }
    }

    /**
     * Returns the values that a type takes in words, without an article.
     *
     * @param own what records and enums are called
     */
    static String typeName(Type type, Function<Class<?>, String> own) {
        Type held = Shape.unwrapped(type);
        Class<?> raw = Shape.raw(held);
        if (raw == List.class) {
            String entry = typeName(Shape.argument(held, 0), own);
            return "list of " + (entry.matches("\\[.*|one of .*|true or false|anything") ? entry : entry + "s");
        }
        if (raw.isRecord() || raw.isEnum()) {
            return own.apply(raw);
        }
        if (Choices.isChoice(raw)) {
            return "one of " + String.join(", ", Choices.of(raw).keySet());
        }
        return raw == Map.class ? "settings" : raw == Object.class ? "anything" : words(raw);
    }

    private static String words(Class<?> type) {
        return Scalars.expectation(type).replaceFirst("^an? ", "");
    }

    /** Returns the settings whose values differ from those of other settings of the same record, by path. */
    public static Map<String, Row> changes(Record from, Record to) {
        Map<String, Row> before = new LinkedHashMap<>();
        inForce(from).forEach(row -> before.put(row.path(), row));
        Map<String, Row> changes = new LinkedHashMap<>();
        for (Row row : inForce(to)) {
            @Nullable Row old = before.get(row.path());
            if (old == null || !old.value().equals(row.value())) {
                changes.put(row.path(), row);
            }
        }
        return changes;
    }
}
