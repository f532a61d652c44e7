package org.reason4j.core.host.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;

/** A row of a dataset by the names that its fields have there; each part is taken out once, and {@link #rest} is last. */
final class JsonlRow {

    private final JsonlReaderConfig names;
    private final Map<String, @Nullable Object> row;

    JsonlRow(JsonlReaderConfig names, Map<String, @Nullable Object> row) {
        this.names = names;
        this.row = row;
    }

    /** The field that identifies it, where it has one. */
    Optional<String> id() {
        @Nullable Object value = row.remove(names.id());
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
        return Optional.ofNullable(row.remove(field)).map(value -> text(value, field));
    }

    private static String text(Object value, String field) {
        if (value instanceof String text) {
            return text;
        }
        throw new ConfigException("found " + value + " in '" + field + "', expected text");
    }

    /** The conversation; empty where it has none. */
    List<Message> messages() {
        if (row.get(names.messages()) instanceof List<?> list) {
            row.remove(names.messages());
            if (list.isEmpty()) {
                throw new ConfigException("found no messages in '" + names.messages() + "', expected at least one");
            }
            return list.stream().map(this::message).toList();
        }
        Object prompt = row.remove(names.prompt());
        if (prompt instanceof List<?>) {
            throw new ConfigException("found a list in '" + names.prompt()
                    + "', expected text; if it is a conversation, set messages: " + names.prompt());
        }
        return prompt == null ? List.of() : List.of(Message.user(text(prompt, names.prompt())));
    }

    private Message message(Object value) {
        if (value instanceof Map<?, ?> map
                && map.get("role") instanceof String role
                && map.get("content") instanceof String content) {
            return new Message(role, content);
        }
        throw new ConfigException(
                "found " + value + " in '" + names.messages() + "', expected {role, content} with texts");
    }

    /** Every other field under its own name, the answer under {@code answer}. */
    Map<String, Object> rest() {
        Object answer = row.remove(names.answer());
        if (answer != null && row.put("answer", answer) != null) {
            throw new ConfigException(
                    "found the answer in both '" + names.answer() + "' and 'answer'; keep one of them");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        row.forEach((name, value) -> fields.put(name, Objects.requireNonNull(value)));
        return fields;
    }

    /** Names of the fields that are left, for messages. */
    Iterable<String> left() {
        return row.keySet();
    }
}
