package org.reason4j.reward.unsupervised.text;

import java.util.Optional;

/**
 * The text between the last pair of two marks, such as {@code <answer>} and {@code </answer>}, as it is, blanks included;
 * empty if there is none. Where the closing mark is a brace, braces in between are counted.
 *
 * @param open mark before it
 * @param close mark behind it
 */
public record Enclosed(String open, String close) {

    private static final String BRACE = "}";

    /** Returns the text between the marks. */
    public Optional<String> last(String text) {
        int start = text.lastIndexOf(open);
        if (start < 0) {
            return Optional.empty();
        }
        int from = start + open.length();
        int end = close.equals(BRACE) ? closing(text, from) : text.indexOf(close, from);
        return end < 0 ? Optional.empty() : Optional.of(text.substring(from, end));
    }

    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
