package org.reason4j.core.formats.file;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;

/**
 * A JSON object whose getters name the file and the key in every complaint. A key that is {@code null} counts as absent.
 *
 * @param source where it was read, as shown to the user
 * @param root the object
 */
public record JsonFile(String source, ObjectNode root) {

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper WITHOUT_DUPLICATES = LENIENT.rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public static JsonFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException("No file " + file + "; a Hugging Face directory has one", e);
        } catch (IOException e) {
            throw ModelFiles.cannotRead(file, e);
        }
    }

    public static Optional<JsonFile> readIfPresent(Path file) {
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    public static JsonFile parse(String source, String text) {
        return parse(LENIENT, source, text);
    }

    /** Refuses keys that occur twice. */
    public static JsonFile parseWithoutDuplicates(String source, String text) {
        return parse(WITHOUT_DUPLICATES, source, text);
    }

    private static JsonFile parse(JsonMapper mapper, String source, String text) {
        try {
            JsonNode node = mapper.readTree(text);
            check(node instanceof ObjectNode, "%s holds %s, expected a JSON object", source, kind(node));
            return new JsonFile(source, (ObjectNode) node);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    source + " is not valid JSON: " + e.getOriginalMessage() + place(e)
                            + ". The file may be incomplete; get it again.",
                    e);
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode()
                ? "nothing"
                : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    public static String pretty(JsonNode node) {
        return node.toPrettyString() + "\n";
    }

    /** The value of a key. */
    public Optional<JsonNode> find(String key) {
        return Optional.ofNullable(root.get(key)).filter(value -> !value.isNull());
    }

    private JsonNode get(String key) {
        return find(key)
                .orElseThrow(() -> new ConfigException(source + " has no key '" + key + "', which is required"));
    }

    /** The object under a key, with getters that name it. */
    public Optional<JsonFile> object(String key) {
        return find(key).map(value -> {
            check(value.isObject(), "%s: '%s' is %s, expected an object", source, key, value);
            return new JsonFile(source + " in '" + key + "'", (ObjectNode) value);
        });
    }

    public int positive(String key) {
        return positive(key, get(key));
    }

    public int positive(String key, int absent) {
        return find(key).map(value -> positive(key, value)).orElse(absent);
    }

    private int positive(String key, JsonNode value) {
        check(
                value.canConvertToInt() && value.isIntegralNumber() && value.intValue() > 0,
                "%s: '%s' is %s, expected a positive whole number",
                source,
                key,
                value);
        return value.intValue();
    }

    public double number(String key) {
        return number(key, get(key));
    }

    public double number(String key, double absent) {
        return find(key).map(value -> number(key, value)).orElse(absent);
    }

    private double number(String key, JsonNode value) {
        check(
                value.isNumber() && Double.isFinite(value.doubleValue()),
                "%s: '%s' is %s, expected a number",
                source,
                key,
                value);
        return value.doubleValue();
    }

    public boolean flag(String key, boolean absent) {
        return find(key)
                .map(value -> {
                    check(value.isBoolean(), "%s: '%s' is %s, expected true or false", source, key, value);
                    return value.booleanValue();
                })
                .orElse(absent);
    }

    public Optional<String> text(String key) {
        return find(key).map(value -> {
            check(value.isTextual(), "%s: '%s' is %s, expected a string", source, key, value);
            return value.textValue();
        });
    }
}
