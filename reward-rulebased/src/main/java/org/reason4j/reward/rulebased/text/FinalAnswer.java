package org.reason4j.reward.rulebased.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The final answer of a response that is free in its form: what follows the last {@code answer is} or {@code answer:} up to
 * the end of the sentence, else the last formula in dollars or LaTeX brackets, else the last number of a text in words, else
 * all of the text.
 */
public final class FinalAnswer {

    private static final Pattern ANNOUNCED =
            Pattern.compile("(?i)answer(?:[ \\t]++is\\b)?[ \\t]*+(?::|(?<=is))[ \\t]*+");
    private static final Pattern SENTENCE = Pattern.compile("\\.(?:\\s|$)");
    private static final Pattern SPAN = Pattern.compile("\\$\\$([^$]++)\\$\\$|\\$((?:[^$\\\\\\n]|\\\\.)++)\\$"
            + "|\\\\\\[((?:[^\\\\]|\\\\[^\\]])*+)\\\\\\]|\\\\\\(((?:[^\\\\\\n]|\\\\[^)])*+)\\\\\\)");
    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z])(?!(?:and|pct)\\b)[A-Za-z]{3,}+(?!\\()");
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![A-Za-z\\d])-?+(?:\\d++"
                    + " (?=\\d++/\\d))?+(?:\\d[\\d,]*+(?:\\.\\d++)?+|\\.\\d++)(?:/\\d++)?+(?:\\s?(?:%|percent|pct|\u20ac))?+(?![A-Z])");

    private FinalAnswer() {}

    /** The final answer, trimmed; empty for a text without a sign. */
    public static Optional<String> of(String text) {
        String rest = announced(text);
        return (rest.isEmpty() ? unannounced(text) : unannounced(rest)).filter(answer -> !answer.isEmpty());
    }

    private static Optional<String> unannounced(String text) {
        Found span = last(SPAN, text);
        Found number = isProse(SPAN.matcher(text).replaceAll(" ")) ? last(NUMBER, text) : Found.NONE;
        return span.end > 0 && span.end >= number.end
                ? Optional.of(span.text)
                : number.end > 0 ? Optional.of(number.text) : Optional.of(text.strip());
    }

    /** What follows the last announcement, to the end of its sentence. */
    private static String announced(String text) {
        Matcher matcher = ANNOUNCED.matcher(text);
        int start = -1;
        while (matcher.find()) {
            start = matcher.end();
        }
        if (start < 0) {
            return "";
        }
        int line = text.indexOf('\n', start);
        return sentence(text.substring(start, line < 0 ? text.length() : line));
    }

    private static boolean isProse(String text) {
        return text.indexOf('\\') < 0 && WORD.matcher(text).find();
    }

    private static String sentence(String rest) {
        Matcher end = SENTENCE.matcher(rest);
        return (end.find() ? rest.substring(0, end.start()) : rest)
                .replace("**", "")
                .strip();
    }

    /** A match and its end; 0 for none. */
    private record Found(String text, int end) {

        static final Found NONE = new Found("", 0);
    }

    private static Found last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        Found found = Found.NONE;
        while (matcher.find()) {
            String group = matcher.group();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                group = matcher.group(i) == null ? group : matcher.group(i);
            }
            found = new Found(group.strip(), matcher.end());
        }
        return found;
    }
}
