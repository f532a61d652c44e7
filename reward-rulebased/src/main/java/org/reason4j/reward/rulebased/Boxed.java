package org.reason4j.reward.rulebased;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last {@code \boxed{...}} of a text; {@code \fbox{...}} where there is no box.
 *
 * <p>Braces are counted to the one that closes it. A box that never closes holds no answer, and neither does an earlier
 * one: the last counts.
 *
 * @see <a href="https://github.com/hendrycks/math">MATH, last_boxed_only_string</a>
 */
public final class Boxed {

    private static final Pattern BARE = Pattern.compile("\\\\boxed[ \\t]++([^\\s{}$\\\\]++)");

    private Boxed() {}

    /** The text with braces round what a box without them holds: {@code \boxed 5} is {@code \boxed{5}}. */
    public static String braced(String text) {
        return text.contains("\\boxed ") ? BARE.matcher(text).replaceAll("\\\\boxed{$1}") : text;
    }

    static Optional<String> last(String text) {
        return last(text, "\\boxed{").or(() -> text.contains("\\boxed{") ? Optional.empty() : last(text, "\\fbox{"));
    }

    private static Optional<String> last(String text, String opening) {
        int start = text.lastIndexOf(opening);
        if (start < 0) {
            return Optional.empty();
        }
        int depth = 1;
        for (int i = start + opening.length(); i < text.length(); i++) {
            depth += switch (text.charAt(i)) {
                case '{' -> 1;
                case '}' -> -1;
                default -> 0;
            };
            if (depth == 0) {
                return Optional.of(text.substring(start + opening.length(), i).trim());
            }
        }
        return Optional.empty();
    }
}
