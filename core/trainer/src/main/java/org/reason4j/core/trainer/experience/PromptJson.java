package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.formats.file.JsonValue;

/**
 * Prompts as JSON and back: the dataset's own by id, others whole.
 *
 * <p>Fields keep their Java types. {@code Integer}, {@code Double}, {@code Boolean}, {@code String}, {@code List} and null are
 * the JSON values; {@code Long} is {@code {"long": 1}}, a number that JSON lacks is {@code {"double": "NaN"}}, and a
 * {@code Map} is {@code {"map": {...}}}.
 */
public final class PromptJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PromptJson() {}

    /** Writes a prompt: its id where it is the pool's own, else all of it. */
    static JsonNode write(Prompt prompt, PromptPool pool) {
        if (pool.owns(prompt)) {
            return NODES.textNode(prompt.id());
        }
        return write(prompt);
    }

    /** Writes a prompt with all its parts. */
    public static ObjectNode write(Prompt prompt) {
        ObjectNode json = JSON.createObjectNode().put("id", prompt.id());
        ArrayNode messages = json.putArray("messages");
        prompt.messages()
                .forEach(message ->
                        messages.addObject().put("role", message.role()).put("content", message.content()));
        json.set("tokens", JSON.valueToTree(prompt.tokens()));
        prompt.response().ifPresent(text -> json.put("response", text));
        ObjectNode fields = json.putObject("fields");
        prompt.fields().forEach((name, value) -> fields.set(name, value(value, name, prompt)));
        return json;
    }

    private static JsonNode value(@Nullable Object value, String field, Prompt prompt) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof Integer number) {
            return NODES.numberNode(number);
        } else if (value instanceof Long number) {
            return JSON.createObjectNode().put("long", number);
        } else if (value instanceof Double number) {
            return Double.isFinite(number)
                    ? NODES.numberNode(number)
                    : JSON.createObjectNode().put("double", number.toString());
        } else if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        } else if (value instanceof String text) {
            return NODES.textNode(text);
        } else if (value instanceof List<?> list) {
            ArrayNode array = JSON.createArrayNode();
            list.forEach(entry -> array.add(value(entry, field, prompt)));
            return array;
        } else if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            ObjectNode json = JSON.createObjectNode();
            ObjectNode entries = json.putObject("map");
            map.forEach((key, entry) -> entries.set((String) key, value(entry, field, prompt)));
            return json;
        }
        throw new PluginException("Field '" + field + "' of the prompt '" + prompt.id() + "' holds a "
                + value.getClass().getName()
                + ", which neither a checkpoint can keep nor another process be sent. Its author can use an Integer, a Long, a"
                + " Double, a Boolean, a String, a List, or a Map with String keys.");
    }

    /** Reads what {@link #write} wrote. */
    static Prompt read(JsonValue json, PromptPool pool) {
        if (json.node().isTextual()) {
            return pool.prompt(json.text()).orElseThrow(() -> json.wrong("the id of an example of data.train"));
        }
        return read(json);
    }

    /** Reads a prompt that was written with all its parts. */
    public static Prompt read(JsonValue json) {
        List<Message> messages = json.get("messages").list().stream()
                .map(message -> new Message(
                        message.get("role").text(), message.get("content").text()))
                .toList();
        Prompt prompt = json.make(() -> Prompt.of(
                        json.get("id").text(), messages, json.get("tokens").integers())
                .withFields(entries(json.get("fields"))));
        return json.find("response")
                .map(response -> prompt.withResponse(response.text()))
                .orElse(prompt);
    }

    private static Map<String, @Nullable Object> entries(JsonValue json) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        json.members().forEach((key, entry) -> entries.put(key, value(entry)));
        return entries;
    }

    private static @Nullable Object value(JsonValue json) {
        JsonNode node = json.node();
        if (node.isNull()) {
            return null;
        } else if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            json.list().forEach(entry -> list.add(value(entry)));
            return list;
        } else if (node.has("long")) {
            return json.get("long").whole(Long.MIN_VALUE);
        } else if (node.has("double")) {
            return json.get("double").number();
        } else if (node.isObject()) {
            return entries(json.get("map"));
        } else if (node.isBoolean()) {
            return json.flag();
        } else if (node.isTextual()) {
            return json.text();
        }
        return node.isInt() ? (Object) node.intValue() : (Object) json.number();
    }
}
