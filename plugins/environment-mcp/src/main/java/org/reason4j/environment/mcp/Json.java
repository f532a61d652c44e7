package org.reason4j.environment.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, texts, numbers and truth values. */
final class Json {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** Returns a value; empty if the text is not JSON or {@code null}. */
    static Optional<Object> value(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, Object.class));
        } catch (JsonProcessingException e) { // the policy's text, which may be anything
            return Optional.empty();
        }
    }

    /** Returns an object; empty if the text is none. */
    static Optional<Map<String, Object>> object(String text) {
        return value(text).filter(Map.class::isInstance).map(Json::map);
    }

    /** The entries of an object; none of any other value. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, entry) -> entries.put(String.valueOf(name), entry));
        }
        return entries;
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value that was read as JSON can't be written: " + value, e);
        }
    }
}
