package org.reason4j.reward.generative;

/** Shortens a text to one line for a message. */
final class Excerpt {

    private static final int LONGEST = 200;

    private Excerpt() {}

    static String of(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ... (" + text.length() + " characters)";
    }
}
