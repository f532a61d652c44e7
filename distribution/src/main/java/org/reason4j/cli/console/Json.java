package org.reason4j.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/** JSON in and out. */
public final class Json {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Maps, lists, text, numbers and truth values as JSON; absent ones as null. */
    public static JsonNode tree(Optional<Object> value) {
        return STRICT.valueToTree(value.orElse(null));
    }

    /** Prints a value on several lines. */
    public static void print(JsonNode node, PrintWriter out) {
        out.println(node.toPrettyString());
    }

    /** Reads a file as objects, lists, strings, numbers and booleans. */
    public static <T> T read(Path file, TypeReference<T> type, String expected) {
        try {
            return parse(file.toString(), Files.readString(file), type, expected);
        } catch (NoSuchFileException e) {
            throw new ConfigException("No file " + file + "; expected " + expected, e);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is not UTF-8 text; save it in that encoding", e);
        } catch (IOException e) {
            throw new ConfigException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a text as objects, lists, strings, numbers and booleans; {@code source} names it in messages. */
    public static <T> T parse(String source, String text, TypeReference<T> type, String expected) {
        try {
            @Nullable T value = STRICT.readValue(text, type);
            if (value == null) {
                throw new ConfigException(source + " holds null, expected " + expected);
            }
            return value;
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new ConfigException(source + " is not " + expected + ": " + e.getOriginalMessage() + line, e);
        }
    }

    /** Reads any JSON value, null included. */
    public static @Nullable Object value(String source, String text) {
        try {
            return STRICT.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new ConfigException(source + " is not JSON: " + text + ". Text needs double quotes.", e);
        }
    }
}
