package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Fields of a request, each taken once; null equals an absent field. */
final class Fields {

    /** A request has few levels and short numbers; its size is bounded before. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxNumberLength(100)
            .maxNameLength(1000)
            .maxTokenCount(1_000_000)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final ObjectNode fields;

    private Fields(ObjectNode fields) {
        this.fields = fields;
    }

    static Fields parse(byte[] body) throws ApiError {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return new Fields(object);
            }
            throw ApiError.invalid(null, "The request is not a JSON object.");
        } catch (JsonProcessingException e) {
            // without the names of the parser's settings
            String reason = e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
            throw ApiError.invalid(null, "The request is not JSON that can be read here: " + reason);
        } catch (IOException e) {
            throw ApiError.invalid(null, "The request is not JSON: " + e.getMessage());
        }
    }

    Optional<JsonNode> take(String name) {
        return Optional.ofNullable(fields.remove(name)).filter(value -> !value.isNull());
    }

    double number(String name, double usual) throws ApiError {
        Optional<JsonNode> value = take(name);
        if (value.isPresent()
                && !(value.get().isNumber() && Double.isFinite(value.get().doubleValue()))) {
            throw wrong(name, value.get(), "a number");
        }
        return value.map(JsonNode::doubleValue).orElse(usual);
    }

    Optional<Long> whole(String name) throws ApiError {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !(value.get().isIntegralNumber() && value.get().canConvertToLong())) {
            throw wrong(name, value.get(), "a whole number");
        }
        return value.map(JsonNode::longValue);
    }

    /** A whole number between bounds. */
    Optional<Integer> whole(String name, int least, int most) throws ApiError {
        Optional<Long> value = whole(name);
        if (value.isPresent() && (value.get() < least || value.get() > most)) {
            throw ApiError.invalid(
                    name, "'" + name + "' is " + value.get() + ", expected " + least + " to " + most + ".");
        }
        return value.map(Long::intValue);
    }

    boolean truth(String name) throws ApiError {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrong(name, value.get(), "true or false");
        }
        return value.map(JsonNode::booleanValue).orElse(false);
    }

    /** One text, or a list of them. */
    List<String> texts(String name) throws ApiError {
        Optional<JsonNode> value = take(name);
        List<String> texts = new ArrayList<>();
        if (value.isPresent() && value.get().isTextual()) {
            texts.add(value.get().textValue());
        } else if (value.isPresent()) {
            for (JsonNode text : list(name, value.get())) {
                if (!text.isTextual()) {
                    throw wrong(name, text, "text");
                }
                texts.add(text.textValue());
            }
        }
        return texts;
    }

    /** An object with any values; empty where the field is not there. */
    Map<String, @Nullable Object> object(String name) throws ApiError {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isObject()) {
            throw wrong(name, value.get(), "an object");
        }
        return value.isPresent() ? JSON.convertValue(value.get(), OBJECT) : Map.of();
    }

    static List<JsonNode> list(String name, JsonNode value) throws ApiError {
        if (!value.isArray()) {
            throw wrong(name, value, "text or a list");
        }
        List<JsonNode> entries = new ArrayList<>();
        value.forEach(entries::add);
        return entries;
    }

    /** Content of a message: text, or the texts of a list of parts. */
    static String content(JsonNode message) throws ApiError {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw wrong("messages", message, "{role, content} with text");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw wrong("messages", part, "{type: text, text}");
            }
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }

    static ApiError wrong(String name, JsonNode found, String expected) {
        return ApiError.invalid(
                name, "'" + name + "' is " + ApiError.excerpt(found.toString()) + ", expected " + expected + ".");
    }

    /** Refuses fields that were not taken. */
    void end() throws ApiError {
        Set<String> left = new TreeSet<>();
        fields.fieldNames().forEachRemaining(left::add);
        if (!left.isEmpty()) {
            String first = left.iterator().next();
            String shown = ApiError.excerpt(first);
            throw ApiError.invalid(shown, "Unknown field '" + shown + "'; leave it out.");
        }
    }
}
