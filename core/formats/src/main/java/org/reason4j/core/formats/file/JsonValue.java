package org.reason4j.core.formats.file;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.reason4j.api.plugin.ConfigException;

/**
 * A JSON value of a file that this program wrote, read strictly: nothing has a default and no type becomes another. A
 * complaint names the file and the place in it, and ends with the remedy.
 *
 * @param source the file, as shown to the user
 * @param remedy what to do about a wrong value: a sentence
 * @param place of the value in the file, such as {@code groups[2].prompt}; empty for the whole
 */
public record JsonValue(String source, String remedy, String place, JsonNode node) {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");
    private static final int SHOWN = 60;

    /**
     * Reads a file.
     *
     * @throws ConfigException if there is none, or it holds no JSON
     * @throws UncheckedIOException if it can't be read
     */
    public static JsonValue read(Path file, String remedy) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("There is no file " + file + ". " + remedy, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
        try {
            return new JsonValue(file.toString(), remedy, "", STRICT.readTree(bytes));
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).split("\n", 2)[0];
            throw new ConfigException(
                    file + " (" + bytes.length + " bytes) is not valid JSON: " + reason + ". " + remedy, e);
        }
    }

    /** A complaint about this value. */
    public ConfigException wrong(String expected) {
        String value = node.isMissingNode() ? "nothing" : node.toString();
        String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
        String where = place.isEmpty() ? source + " holds " : source + ": '" + place + "' is ";
        return new ConfigException(where + shown + ", expected " + expected + ". " + remedy);
    }

    private void require(boolean condition, String expected) {
        if (!condition) {
            throw wrong(expected);
        }
    }

    /** The value of a key of this object. */
    public JsonValue get(String key) {
        return find(key)
                .orElseThrow(() -> new ConfigException(
                        source + (place.isEmpty() ? "" : ": '" + place + "'") + " has no '" + key + "'. " + remedy));
    }

    /** The value of a key that this object may have. */
    public Optional<JsonValue> find(String key) {
        require(node.isObject(), "an object");
        return Optional.ofNullable(node.get(key)).map(value -> member(key, value));
    }

    private JsonValue member(String key, JsonNode value) {
        return new JsonValue(source, remedy, place.isEmpty() ? key : place + "." + key, value);
    }

    /** All values of this object by key. */
    public Map<String, JsonValue> members() {
        require(node.isObject(), "an object");
        Map<String, JsonValue> members = new LinkedHashMap<>();
        node.properties().forEach(entry -> members.put(entry.getKey(), member(entry.getKey(), entry.getValue())));
        return members;
    }

    /** This object as lists, maps, texts, numbers and truth values. */
    public Map<String, Object> object() {
        require(node.isObject(), "an object");
        return STRICT.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    /** The elements of this array. */
    public List<JsonValue> list() {
        require(node.isArray(), "an array");
        List<JsonValue> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new JsonValue(source, remedy, place + "[" + i + "]", node.get(i)));
        }
        return elements;
    }

    /** The elements of this array, of which there is at least one. */
    public List<JsonValue> some() {
        List<JsonValue> elements = list();
        require(!elements.isEmpty(), "at least one element");
        return elements;
    }

    public long whole(long least) {
        require(
                node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= least,
                "a whole number of at least " + least);
        return node.longValue();
    }

    public int integer(int least) {
        require(whole(least) <= Integer.MAX_VALUE, "a whole number of at most " + Integer.MAX_VALUE);
        return node.intValue();
    }

    /** A number, or the text that stands for one that JSON lacks. */
    public double number() {
        if (node.isTextual() && NOT_FINITE.contains(node.textValue())) {
            return Double.parseDouble(node.textValue());
        }
        require(node.isNumber(), "a number");
        return node.doubleValue();
    }

    public double finite(double least) {
        require(Double.isFinite(number()) && number() >= least, "a finite number of at least " + least);
        return node.doubleValue();
    }

    public boolean flag() {
        require(node.isBoolean(), "true or false");
        return node.booleanValue();
    }

    public String text() {
        require(node.isTextual(), "a text");
        return node.textValue();
    }

    public <E extends Enum<E>> E oneOf(Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (node.isTextual() && constant.name().equals(node.textValue())) {
                return constant;
            }
        }
        throw wrong("one of " + List.of(type.getEnumConstants()));
    }

    public int[] integers() {
        return list().stream()
                .mapToInt(value -> value.integer(Integer.MIN_VALUE))
                .toArray();
    }

    public float[] floats() {
        List<JsonValue> elements = list();
        float[] floats = new float[elements.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) elements.get(i).number();
        }
        return floats;
    }

    public boolean[] flags() {
        List<JsonValue> elements = list();
        boolean[] flags = new boolean[elements.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = elements.get(i).flag();
        }
        return flags;
    }

    public List<String> texts() {
        return list().stream().map(JsonValue::text).toList();
    }

    /** What {@code maker} makes of this value; its complaint about an argument becomes one about the file. */
    public <T> T make(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    String.format(Locale.ROOT, "%s: '%s' is wrong: %s. %s", source, place, e.getMessage(), remedy), e);
        }
    }
}
