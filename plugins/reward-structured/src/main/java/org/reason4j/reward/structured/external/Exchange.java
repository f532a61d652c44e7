package org.reason4j.reward.structured.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.reward.structured.json.Json;

/**
 * What a checker outside of this process is asked and answers, as JSON: one object for the responses to one prompt.
 *
 * <p>Request: {@code {"prompt": "id", "messages": [{"role": "user", "content": "..."}], "fields": {...}, "responses":
 * [{"text": "...", "sample": 0, "tokens": 12, "finish": "stop"}]}}.
 *
 * <p>Reply: {@code {"scores": [...]}} with one entry for each response in order: a number, or {@code {"outcome": "value",
 * "value": 0.5}}, or {@code {"outcome": "unscorable", "reason": "..."}}, or {@code {"outcome": "failed", "reason": "..."}}.
 * {@code {"error": "..."}} fails the whole group.
 */
final class Exchange {

    private static final int MOST_CHARACTERS = 200;
    private static final Set<String> KEYS = Set.of("outcome", "value", "reason", "answer");

    private Exchange() {}

    /** The request for a group, on one line. */
    static String request(Group group) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.put("prompt", group.prompt().id());
        ArrayNode messages = request.putArray("messages");
        for (Message message : group.prompt().messages()) {
            messages.addObject().put("role", message.role()).put("content", message.content());
        }
        request.set("fields", Json.MAPPER.valueToTree(group.prompt().fields()));
        ArrayNode responses = request.putArray("responses");
        for (Trajectory one : group.trajectories()) {
            responses
                    .addObject()
                    .put("text", one.text())
                    .put("sample", one.sample())
                    .put("tokens", one.length())
                    .put("finish", one.finish().name().toLowerCase(Locale.ROOT));
        }
        try {
            return Json.MAPPER.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the request for prompt '" + group.prompt().id() + "' can't be written", e);
        }
    }

    /**
     * Reads a reply.
     *
     * @throws IOException if it is not such an object; the message is the reason
     */
    static List<Score> scores(String reply, int count) throws IOException {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(reply);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "the reply is no JSON: " + e.getOriginalMessage() + ". It begins: " + excerpt(reply), e);
        }
        if (json.path("error").isTextual()) {
            Score failed = Score.failed(
                    "it answered with an error: " + excerpt(json.path("error").textValue()));
            return Collections.nCopies(count, failed);
        }
        JsonNode scores = json.path("scores");
        if (!scores.isArray() || scores.size() != count) {
            throw new IOException("the reply has no list 'scores' with " + count + " entries, one for each response: "
                    + excerpt(reply));
        }
        List<Score> all = new ArrayList<>();
        for (JsonNode score : scores) {
            all.add(score(score));
        }
        return all;
    }

    private static Score score(JsonNode json) throws IOException {
        if (json.isNumber()) {
            return value(json);
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                throw new IOException("a score has the unknown key '" + name
                        + "'; known are outcome, value, reason and answer: " + excerpt(json.toString()));
            }
        }
        String reason = json.path("reason").asText("it gives no reason");
        return switch (json.path("outcome").asText("")) {
            case "value" -> value(json.path("value"));
            case "unscorable" -> Score.unscorable(reason);
            case "failed" -> Score.failed(reason);
            default ->
                throw new IOException("a score is no number and has no outcome value, unscorable or failed: "
                        + excerpt(json.toString()));
        };
    }

    private static Score value(JsonNode number) throws IOException {
        if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
            throw new IOException("a score's value is no finite number: " + excerpt(number.toString()));
        }
        return Score.of(number.doubleValue());
    }

    /** A text on one line, shortened. */
    static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + " ...";
    }
}
