package org.reason4j.api.dataset;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;

/**
 * Names of the fields of a row that make up an example. A field within an object is named by its path, such as {@code
 * reward_model.ground_truth}.
 *
 * <p>A row is a {@code prompt}, which becomes one message of the user, or a conversation in {@code messages}. Its answer is
 * found under {@code fields["answer"]} whatever the row calls it, and every other field under its own name; a field {@code
 * answer} beside the one that is named is left out, as are fields that are null and parts of a message other than role,
 * content and those of tools: {@code tool_calls} of a turn, whose content may then be null, and the {@code tool_call_id} and
 * {@code name} of a tool's answer. Texts of a message in several parts are joined. Immutable.
 */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class RowFields {

    /** Fields called what they are. */
    public static final RowFields DEFAULTS = of("prompt", "messages", "answer", "response", "id", "");

    private static final String ANSWER = "answer";
    private static final String CALLS = "tool_calls";

    private final String prompt;
    private final String messages;
    private final String answer;
    private final String response;
    private final String id;
    private final String tools;

    private RowFields(String prompt, String messages, String answer, String response, String id, String tools) {
        this.prompt = prompt;
        this.messages = messages;
        this.answer = answer;
        this.response = response;
        this.id = id;
        this.tools = tools;
    }

    /**
     * Names fields.
     *
     * @param prompt the user's message, or a conversation
     * @param messages a whole conversation, a list of {@code {role, content}}; it wins where a row has both
     * @param answer the expected result; it wins over another that is called {@code answer}
     * @param response a response to imitate
     * @param id identity of the row, text or a whole number
     * @param tools tools that the conversation may call, a list or its JSON text, for the model's chat template; empty for none
     * @throws ConfigException if a name is blank
     */
    public static RowFields of(
            String prompt, String messages, String answer, String response, String id, String tools) {
        check(
                Stream.of(prompt, messages, answer, response, id).noneMatch(String::isBlank),
                "found an empty field name, expected the name of a field in every row");
        return new RowFields(prompt, messages, answer, response, id, tools);
    }

    /** The field of the user's message, or of a conversation. */
    public String prompt() {
        return prompt;
    }

    /** The field of a whole conversation. */
    public String messages() {
        return messages;
    }

    /** The field of the expected result. */
    public String answer() {
        return answer;
    }

    /** The field of a response to imitate. */
    public String response() {
        return response;
    }

    /** The field of the row's identity. */
    public String id() {
        return id;
    }

    /** The field of tools; empty for none. */
    public String tools() {
        return tools;
    }

    /**
     * Returns the example that a row is; without messages where the row has no prompt.
     *
     * @param otherId identity of a row that has none itself
     * @param row its fields in order; values are text, numbers, booleans, lists, maps or null
     * @throws ConfigException with what was found and expected; the caller says where
     */
    public Example example(String otherId, Map<String, ? extends @Nullable Object> row) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>(row);
        left.values().removeIf(Objects::isNull);
        String identity = identity(take(left, id)).orElse(otherId);
        List<Message> conversation = withTools(left, conversation(left));
        Optional<String> imitated = Optional.ofNullable(take(left, response)).map(value -> text(value, response));
        Example example = Example.of(identity, conversation).withFields(rest(left));
        return imitated.map(example::withResponse).orElse(example);
    }

    private static Optional<String> identity(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String || value instanceof Integer || value instanceof Long) {
            return Optional.of(value.toString());
        }
        throw new ConfigException("found the id " + value + ", expected text or a whole number");
    }

    private static String text(Object value, String field) {
        if (value instanceof String text) {
            return text;
        }
        throw new ConfigException("found " + value + " in '" + field + "', expected text");
    }

    private List<Message> conversation(Map<String, @Nullable Object> row) {
        if (find(row, messages) instanceof List<?> list) {
            take(row, messages);
            return conversation(messages, list);
        }
        Object found = take(row, prompt);
        if (found instanceof List<?> list) {
            return conversation(prompt, list);
        }
        return found == null ? List.of() : List.of(Message.user(text(found, prompt)));
    }

    private List<Message> withTools(Map<String, @Nullable Object> row, List<Message> conversation) {
        Object found = tools.isEmpty() ? null : take(row, tools);
        if (found == null || found instanceof List<?> list && list.isEmpty() || conversation.isEmpty()) {
            return conversation;
        }
        check(
                found instanceof List || found instanceof String,
                "found %s in '%s', expected a list of tools or its JSON text",
                found,
                tools);
        List<Message> all = new ArrayList<>(conversation);
        all.add(0, Message.tools(found instanceof String text ? text : JsonText.of(found)));
        return all;
    }

    private static List<Message> conversation(String field, List<?> list) {
        check(!list.isEmpty(), "found no messages in '%s', expected at least one", field);
        return list.stream().flatMap(value -> message(field, value)).toList();
    }

    /** A turn, after its further parts where it has some. */
    private static Stream<Message> message(String field, Object value) {
        if (value instanceof Map<?, ?> map && map.get("role") instanceof String role) {
            Map<String, @Nullable Object> parts = partsOfTools(map, role);
            Object content = map.get("content");
            if (content == null && parts.containsKey(CALLS)) {
                parts.put("content", null);
                return Stream.of(Message.parts(JsonText.of(parts)), new Message(role, ""));
            }
            if (content instanceof String || content instanceof List) {
                Message turn =
                        new Message(role, content instanceof List<?> list ? joined(field, list) : (String) content);
                return parts.isEmpty() ? Stream.of(turn) : Stream.of(Message.parts(JsonText.of(parts)), turn);
            }
        }
        throw new ConfigException("found " + value + " in '" + field
                + "', expected {role, content} with text or a list of {type: text, text}");
    }

    private static Map<String, @Nullable Object> partsOfTools(Map<?, ?> message, String role) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (String name : role.equals("tool") ? List.of(CALLS, "tool_call_id", "name") : List.of(CALLS)) {
            Object part = message.get(name);
            if (part != null && !(part instanceof List<?> list && list.isEmpty())) {
                parts.put(name, part);
            }
        }
        return parts;
    }

    private static String joined(String field, List<?> parts) {
        return parts.stream().map(part -> part(field, part)).collect(Collectors.joining());
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
    private Map<String, Object> rest(Map<String, @Nullable Object> row) {
        Object expected = take(row, answer);
        if (expected != null) {
            row.put(ANSWER, expected);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        row.forEach((name, value) -> fields.put(name, Objects.requireNonNull(value)));
        return fields;
    }

    /** Takes a field out of a row. What a path leads to stays in the object that holds it. */
    private static @Nullable Object take(Map<String, @Nullable Object> row, String field) {
        return row.containsKey(field) ? row.remove(field) : find(row, field);
    }

    /** A field by its name, or else by its path through objects. */
    static @Nullable Object find(Map<String, ? extends @Nullable Object> row, String field) {
        if (row.containsKey(field)) {
            return row.get(field);
        }
        Object value = row;
        for (String name : field.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }
}
