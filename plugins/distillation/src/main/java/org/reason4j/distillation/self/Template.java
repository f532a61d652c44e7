package org.reason4j.distillation.self;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places in braces, such as {@code {prompt}}. What is filled in is not searched for further places. */
public final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private Template() {}

    /** Returns the text with its places filled in; braces around other words stay as they are. */
    static String filled(String text, Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, values)));
    }

    private static String value(MatchResult place, Map<String, String> values) {
        String value = values.get(place.group(1));
        return value == null ? place.group() : value;
    }

    /**
     * Checks that a text has a place.
     *
     * @param setting name of the setting, for messages
     */
    public static void require(String setting, String text, String place) {
        check(
                text.contains("{" + place + "}"),
                "%s is '%s', expected a text with {%s} at the place of what the teacher is to read",
                setting,
                text,
                place);
    }
}
