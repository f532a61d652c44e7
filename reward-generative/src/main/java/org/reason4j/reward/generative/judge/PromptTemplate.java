package org.reason4j.reward.generative.judge;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders such as {@code {{response}}}. Inserted texts are not scanned again, so a response cannot
 * contain placeholders.
 *
 * <p>{@code {{fence}}} is a digest of all inserted values. A response between two fences cannot write the closing one: it
 * would have to hold the digest of itself.
 */
public record PromptTemplate(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}");
    private static final String FIELD = "field.";
    private static final String FENCE = "fence";
    private static final int FENCE_DIGITS = 12;

    /** Refuses placeholders other than these names, the fence, and fields of the example. */
    public PromptTemplate checked(Set<String> names, String where) {
        for (String place : places()) {
            check(
                    names.contains(place) || place.equals(FENCE) || place.startsWith(FIELD),
                    "%s has the placeholder {{%s}}, expected one of %s or {{field.NAME}}",
                    where,
                    place,
                    names);
        }
        return this;
    }

    /** Refuses a template without this placeholder, so that every response would be judged alike. */
    public PromptTemplate requiring(String name, String where) {
        check(
                places().contains(name),
                "%s has no placeholder {{%s}}, so that every response would be judged alike",
                where,
                name);
        return this;
    }

    /** Names of the fields that the template reads. */
    public Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        places().stream()
                .filter(place -> place.startsWith(FIELD))
                .forEach(place -> fields.add(place.substring(FIELD.length())));
        return fields;
    }

    /** Names of its placeholders. */
    public Set<String> places() {
        Set<String> places = new LinkedHashSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }

    /** Fills the placeholders; those of fields by {@code field}. */
    public String fill(Map<String, String> values, Function<String, String> field) {
        String fence = fence(values);
        return PLACE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), values, field, fence)));
    }

    private static String value(
            String place, Map<String, String> values, Function<String, String> field, String fence) {
        String value = values.get(place);
        if (value != null) {
            return value;
        }
        if (place.equals(FENCE)) {
            return fence;
        }
        if (!place.startsWith(FIELD)) {
            throw new IllegalStateException("No value for the placeholder {{" + place + "}}");
        }
        return field.apply(place.substring(FIELD.length()));
    }

    private static String fence(Map<String, String> values) {
        TextDigest digest = new TextDigest();
        new TreeMap<>(values).forEach((name, value) -> digest.add(name).add(value));
        return digest.hex().substring(0, FENCE_DIGITS);
    }
}
