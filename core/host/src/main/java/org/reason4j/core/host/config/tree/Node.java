package org.reason4j.core.host.config.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration value together with the place it was written. */
public sealed interface Node {

    /** Returns where it was written. */
    SettingOrigin origin();

    /** Returns what an error message calls it. */
    String found();

    /** Returns it as maps, lists and plain values. */
    @Nullable
    Object plain();

    /** Named values. */
    record Fields(Map<String, Node> entries, SettingOrigin origin) implements Node {

        public static Fields empty(SettingOrigin origin) {
            return new Fields(Map.of(), origin);
        }

        @Nullable
        public Node get(String key) {
            return entries.get(key);
        }

        public Fields without(String key) {
            Map<String, Node> copy = new LinkedHashMap<>(entries);
            copy.remove(key);
            return new Fields(copy, origin);
        }

        public Fields with(String key, Node value) {
            Map<String, Node> copy = new LinkedHashMap<>(entries);
            copy.put(key, value);
            return new Fields(copy, origin);
        }

        @Override
        public String found() {
            return "a section";
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach((key, value) -> plain.put(key, value.plain()));
            return plain;
        }
    }

    /** A list. */
    record Items(List<Node> entries, SettingOrigin origin) implements Node {

        public Items with(int index, Node value) {
            List<Node> copy = new ArrayList<>(entries);
            copy.set(index, value);
            return new Items(copy, origin);
        }

        @Override
        public String found() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<@Nullable Object> plain = new ArrayList<>();
            entries.forEach(entry -> plain.add(entry.plain()));
            return plain;
        }
    }

    /**
     * A single value, or none.
     *
     * @param value text, number, truth value or null
     * @param text how it was written
     * @param template text with placeholders, of which the value was made; null where there were none
     */
    record Scalar(
            @Nullable Object value,
            String text,
            SettingOrigin origin,
            @Nullable String template) implements Node {

        public Scalar(@Nullable Object value, String text, SettingOrigin origin) {
            this(value, text, origin, null);
        }

        @Override
        public String found() {
            if (template != null) {
                return "'" + template + "', with a value from the environment";
            }
            if (value == null) {
                return "nothing";
            }
            if (value instanceof String) {
                return "'" + Excerpt.of((String) value) + "'";
            }
            return text.equals(value.toString()) ? text : text + " (which YAML reads as " + value + ")";
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }
    }

    /** Turns maps, lists and plain values into nodes of one origin. */
    static Node of(@Nullable Object value, SettingOrigin origin) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Node> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), of(entry, origin)));
            return new Fields(entries, origin);
        }
        if (value instanceof List<?> list) {
            return new Items(list.stream().map(entry -> of(entry, origin)).toList(), origin);
        }
        return new Scalar(value, String.valueOf(value), origin);
    }
}
