package org.reason4j.environment.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol between reason4j and a program: one JSON object per line.
 *
 * <p>Request: {@code {"tool": "calc", "input": "6*7", "prompt": "id", "fields": {...}, "sample": 0, "turn": 1}}.
 *
 * <p>Reply: {@code {"output": "42", "reward": 0.5}}, or {@code {"done": true, "reward": 1}} to end the response, or
 * {@code {"error": "what is wrong with the call"}}. The reward is optional; its default is 0.
 */
final class JsonLines {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonLines() {}

    /** Returns a request without its line end. */
    static String request(Call call, EpisodeKey episode, int turn) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("tool", call.tool());
            json.writeStringField("input", call.input());
            json.writeStringField("prompt", episode.prompt().id());
            json.writeFieldName("fields");
            write(json, episode.prompt().fields());
            json.writeNumberField("sample", episode.sample());
            json.writeNumberField("turn", turn);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a request to tool '" + call.tool() + "' can't be written", e);
        }
        return text.toString();
    }

    /** Returns a text as a JSON string, quotes included. */
    static String text(String text) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeString(text);
        } catch (IOException e) {
            throw new UncheckedIOException("a text can't be written", e);
        }
        return written.toString();
    }

    /** Writes a value of a dataset's field: text, number, truth value, or a list or map of these. */
    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object entry : list) {
                write(json, entry);
            }
            json.writeEndArray();
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            json.writePOJO(value);
        } else {
            json.writeString(value.toString());
        }
    }

    /**
     * Reads a reply.
     *
     * @throws IOException if the line is not such an object, with the reason
     */
    static Answer answer(String line) throws IOException {
        Reply reply = new Reply();
        try (JsonParser json = JSON.createParser(line)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                reply.take(name, json);
            }
            require(json.nextToken() == null, "something follows the JSON object");
        }
        return reply.answer();
    }

    private static void require(boolean condition, String message) throws IOException {
        if (!condition) {
            throw new IOException(message);
        }
    }

    /** The parts of a reply, in the order of reading. */
    private static final class Reply {

        private @Nullable String output;
        private @Nullable String error;
        private @Nullable Double reward;
        private boolean done;

        void take(String name, JsonParser json) throws IOException {
            switch (name) {
                case "output" -> output = text(name, json);
                case "error" -> error = text(name, json);
                case "reward" -> {
                    require(json.currentToken().isNumeric(), "'reward' is not a number");
                    reward = json.getDoubleValue();
                    require(Double.isFinite(reward), "'reward' is not finite");
                }
                case "done" -> {
                    require(json.currentToken().isBoolean(), "'done' is not true or false");
                    done = json.getBooleanValue();
                }
                default ->
                    throw new IOException(
                            "it has the unknown key '" + name + "'; known are output, reward, done and error");
            }
        }

        private static String text(String name, JsonParser json) throws IOException {
            require(json.currentToken() == JsonToken.VALUE_STRING, "'" + name + "' is not text");
            return json.getText();
        }

        Answer answer() throws IOException {
            double given = reward == null ? 0 : reward;
            if (error != null) {
                require(output == null && reward == null && !done, "beside 'error' there is something else");
                return new Answer.Refusal(error);
            }
            if (done) {
                return new Answer.End(given);
            }
            if (output == null) {
                throw new IOException("it has none of output, error and done");
            }
            return new Answer.Output(output, given);
        }
    }
}
