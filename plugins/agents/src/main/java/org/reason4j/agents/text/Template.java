package org.reason4j.agents.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.data.Message;

/** Texts with places in braces. What is put into one is not searched for others. */
public final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private Template() {}

    /** Fills the places that have a value; others stay as they are. */
    public static String filled(String template, Map<String, String> values) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }

    /** A conversation with another last message. */
    public static List<Message> asking(List<Message> conversation, String question) {
        List<Message> all = new ArrayList<>(conversation);
        if (!all.isEmpty()) {
            all.remove(all.size() - 1);
        }
        all.add(Message.user(question));
        return all;
    }
}
