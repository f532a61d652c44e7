package org.reason4j.reward.generative.client;

/** Shortens a text to one line for a message. */
public final class Excerpt {

    private static final int LONGEST = 200;

    private Excerpt() {}

    /** Returns the text on one line, cut after 200 characters. */
    public static String of(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ... (" + text.length() + " characters)";
    }
}
