package org.reason4j.reward.structured.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON, read strictly: no duplicate keys, nothing after the value, nesting and numbers of up to 1000 levels and digits. */
public final class Json {

    /** Keys in order make equal values equal strings. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** Reads a text that a policy wrote; empty if it is no JSON. */
    static Optional<JsonNode> find(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(json -> !json.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty(); // which is what a reward wants to know
        }
    }

    /** Reads the value of a field: a text with JSON in it, or what a dataset made of JSON. */
    static JsonNode ofField(@Nullable Object value) throws JsonProcessingException {
        return value instanceof String text ? MAPPER.readTree(text) : MAPPER.valueToTree(value);
    }

    /** A value as text, with keys in order. */
    static String canonical(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(MAPPER.convertValue(json, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value that was read can't be written", e);
        }
    }

    /** The first line of what is wrong. */
    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
