package org.reason4j.core.host.track.coach;

/**
 * Advice of the coach about a run.
 *
 * @param rule that found it, such as {@code too-hard}
 * @param finding what was found, a sentence with its numbers
 * @param remedy what to try, one or two sentences
 */
public record Advice(String rule, String finding, String remedy) {

    /** All of it in one line. */
    public String text() {
        return rule + ": " + finding + " " + remedy;
    }
}
