package org.reason4j.reward.generative;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places such as {@code {{response}}}. What is put in is never read again, so that a response can't name
 * places itself.
 */
record PromptTemplate(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}");
    private static final String FIELD = "field.";

    /** Refuses places that are neither of these names nor fields of the example. */
    PromptTemplate checked(Set<String> names, String where) {
        for (String place : places()) {
            check(
                    names.contains(place) || place.startsWith(FIELD),
                    "%s has the place {{%s}}, expected one of %s or {{field.NAME}}",
                    where,
                    place,
                    names);
        }
        return this;
    }

    /** Names of the fields that it reads. */
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

    /** Fills the places; those of fields through {@code field}. */
    String fill(Map<String, String> values, Function<String, String> field) {
        return PLACE.matcher(text).replaceAll(match -> {
            String place = match.group(1);
            String value = values.get(place);
            if (value == null) {
                if (!place.startsWith(FIELD)) {
                    throw new IllegalStateException("Nothing to put in the place {{" + place + "}}");
                }
                value = field.apply(place.substring(FIELD.length()));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
