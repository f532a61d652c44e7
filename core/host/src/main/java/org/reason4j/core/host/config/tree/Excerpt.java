package org.reason4j.core.host.config.tree;

/** What a message quotes of a text. */
public final class Excerpt {

    private static final int LONGEST = 500;

    private Excerpt() {}

    public static String of(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
    }
}
