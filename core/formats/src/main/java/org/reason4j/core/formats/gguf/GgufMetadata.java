package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/**
 * The metadata of a GGUF file, with getters that name file and key in every complaint.
 *
 * @param source the file, as shown to the user
 * @param values by key, in the order of the file: {@code Long}, {@code Float}, {@code Double}, {@code Boolean}, {@code String}
 *     or a list of them
 */
record GgufMetadata(String source, Map<String, Object> values) {

    private static final int SHOWN = 60;

    private <T> Optional<T> find(String key, Class<T> type, String expected) {
        Object value = values.get(key);
        check(
                value == null || type.isInstance(value),
                "%s: '%s' is %s, expected %s",
                source,
                key,
                shown(value),
                expected);
        return Optional.ofNullable(value).map(type::cast);
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof List<?> list ? "a list of " + list.size() : String.valueOf(value);
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    ConfigException missing(String key) {
        return new ConfigException(source + " has no '" + key + "' in its metadata, which is required");
    }

    Optional<String> text(String key) {
        return find(key, String.class, "a text");
    }

    String requireText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    Optional<Boolean> flag(String key) {
        return find(key, Boolean.class, "true or false");
    }

    /** A whole number from 0 that fits an int. */
    Optional<Integer> whole(String key) {
        return find(key, Long.class, "a whole number").map(value -> {
            check(
                    value >= 0 && value <= Integer.MAX_VALUE,
                    "%s: '%s' is %s, expected a number from 0 to %s",
                    source,
                    key,
                    value,
                    Integer.MAX_VALUE);
            return value.intValue();
        });
    }

    int requireWhole(String key) {
        return whole(key).orElseThrow(() -> missing(key));
    }

    /** A number with a fraction; one of 32 bits is the shortest decimal that stands for it, such as 1e-5. */
    Optional<Double> number(String key) {
        return find(key, Number.class, "a number")
                .map(value ->
                        value instanceof Float small ? Double.parseDouble(small.toString()) : value.doubleValue());
    }

    double requireNumber(String key) {
        return number(key).orElseThrow(() -> missing(key));
    }

    Optional<List<String>> texts(String key) {
        return list(key, String.class, "a list of texts");
    }

    Optional<List<Long>> wholes(String key) {
        return list(key, Long.class, "a list of whole numbers");
    }

    Optional<List<Float>> numbers(String key) {
        return list(key, Float.class, "a list of numbers of 32 bits");
    }

    private <T> Optional<List<T>> list(String key, Class<T> type, String expected) {
        return find(key, List.class, expected).map(list -> {
            for (Object element : list) {
                check(
                        type.isInstance(element),
                        "%s: '%s' holds %s, expected %s",
                        source,
                        key,
                        shown(element),
                        expected);
            }
            @SuppressWarnings("unchecked") // every element was looked at
            List<T> checked = (List<T>) list;
            return checked;
        });
    }
}
