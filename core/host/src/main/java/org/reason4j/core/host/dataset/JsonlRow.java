package org.reason4j.core.host.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;

/** A row of a dataset by the names that its fields have there; each part is taken out once, and {@link #rest} is last. */
final class JsonlRow {

    private static final String ANSWER = "answer";

    private final JsonlReaderConfig names;
    private final Map<String, @Nullable Object> row;

    JsonlRow(JsonlReaderConfig names, Map<String, @Nullable Object> row) {
        this.names = names;
        this.row = row;
    }

    /** The field that identifies it, where it has one. */
    Optional<String> id() {
        @Nullable Object value = take(names.id());
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String || value instanceof Integer || value instanceof Long) {
            return Optional.of(value.toString());
        }
        throw new ConfigException("found the id " + value + ", expected text or a whole number");
    }

    /** The response, where it has one. */
    Optional<String> response() {
        return text(names.response());
    }

    /** The text of a field, where it has it. */
    Optional<String> text(String field) {
        return Optional.ofNullable(take(field)).map(value -> text(value, field));
    }

    private static String text(Object value, String field) {
        if (value instanceof String text) {
            return text;
        }
        throw new ConfigException("found " + value + " in '" + field + "', expected text");
    }

    /** The conversation; empty where it has none. */
    List<Message> messages() {
        if (find(names.messages()) instanceof List<?> list) {
            take(names.messages());
            return conversation(names.messages(), list);
        }
        Object prompt = take(names.prompt());
        if (prompt instanceof List<?> list) {
            return conversation(names.prompt(), list);
        }
        return prompt == null ? List.of() : List.of(Message.user(text(prompt, names.prompt())));
    }

    private static List<Message> conversation(String field, List<?> list) {
        if (list.isEmpty()) {
            throw new ConfigException("found no messages in '" + field + "', expected at least one");
        }
        return list.stream().map(value -> message(field, value)).toList();
    }

    private static Message message(String field, Object value) {
        if (value instanceof Map<?, ?> map && map.get("role") instanceof String role) {
            if (map.get("content") instanceof String content) {
                return new Message(role, content);
            }
            if (map.get("content") instanceof List<?> parts) {
                return new Message(
                        role, parts.stream().map(part -> part(field, part)).collect(Collectors.joining()));
            }
        }
        throw new ConfigException("found " + value + " in '" + field
                + "', expected {role, content} with text or a list of {type: text, text}");
    }

    private static String part(String field, Object value) {
        if (value instanceof Map<?, ?> map
                && "text".equals(map.get("type"))
                && map.get("text") instanceof String text) {
            return text;
        }
        throw new ConfigException("found the part " + value + " of a message in '" + field
                + "', expected {type: text, text}; the policy reads text alone");
    }

    /** Every other field under its own name, the answer under {@code answer}, whatever else was called so. */
    Map<String, Object> rest() {
        Object answer = take(names.answer());
        if (answer != null) {
            row.put(ANSWER, answer);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        row.forEach((name, value) -> fields.put(name, Objects.requireNonNull(value)));
        return fields;
    }

    /** Takes a field out of the row. What a path leads to stays in the object that holds it. */
    private @Nullable Object take(String field) {
        return row.containsKey(field) ? row.remove(field) : find(field);
    }

    /** A field by its name, or else by its path through objects, such as {@code reward_model.ground_truth}. */
    private @Nullable Object find(String field) {
        if (row.containsKey(field)) {
            return row.get(field);
        }
        Object value = row;
        for (String name : field.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /** Names of the fields that are left, for messages. */
    Iterable<String> left() {
        return row.keySet();
    }
}
