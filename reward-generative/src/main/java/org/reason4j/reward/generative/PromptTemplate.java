package org.reason4j.reward.generative;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders such as {@code {{response}}}. Inserted texts are not scanned again, so a response cannot
 * contain placeholders.
 */
record PromptTemplate(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}");
    private static final String FIELD = "field.";

    /** Refuses placeholders other than these names and fields of the example. */
    PromptTemplate checked(Set<String> names, String where) {
        for (String place : places()) {
            check(
                    names.contains(place) || place.startsWith(FIELD),
                    "%s has the placeholder {{%s}}, expected one of %s or {{field.NAME}}",
                    where,
                    place,
                    names);
        }
        return this;
    }

    /** Names of the fields that the template reads. */
    Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        places().stream()
                .filter(place -> place.startsWith(FIELD))
                .forEach(place -> fields.add(place.substring(FIELD.length())));
        return fields;
    }

    Set<String> places() {
        Set<String> places = new LinkedHashSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }

    /** Fills the placeholders; those of fields by {@code field}. */
    String fill(Map<String, String> values, Function<String, String> field) {
        return PLACE.matcher(text).replaceAll(match -> {
            String place = match.group(1);
            String value = values.get(place);
            if (value == null) {
                if (!place.startsWith(FIELD)) {
                    throw new IllegalStateException("No value for the placeholder {{" + place + "}}");
                }
                value = field.apply(place.substring(FIELD.length()));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
