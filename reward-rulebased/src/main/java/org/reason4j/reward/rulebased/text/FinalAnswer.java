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
            Pattern.compile("(?i)answer(?:[ \\t]++is)?[ \\t]*+(?::|(?<=is))[ \\t]*+([^\\n]++)");
    private static final Pattern SENTENCE = Pattern.compile("\\.(?:\\s|$)");
    private static final Pattern SPAN = Pattern.compile(
            "\\$\\$([^$]++)\\$\\$|\\$([^$\\n]++)\\$|\\\\\\[((?:[^\\\\]|\\\\[^\\]])*+)\\\\\\]|\\\\\\(((?:[^\\\\\\n]|\\\\[^)])*+)\\\\\\)");
    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z])(?!(?:and|pct)\\b)[A-Za-z]{3,}+(?!\\()");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![A-Za-z\\d])-?+(?:\\d[\\d,]*+(?:\\.\\d++)?+|\\.\\d++)(?:/\\d++)?+[%\u20ac]?+(?![A-Z])");

    private FinalAnswer() {}

    /** The final answer, trimmed; empty for a text without a sign. */
    public static Optional<String> of(String text) {
        Optional<String> announced = last(ANNOUNCED, text).map(FinalAnswer::sentence);
        return announced
                .filter(answer -> !answer.isEmpty())
                .or(() -> last(SPAN, text))
                .or(() -> isProse(text) ? last(NUMBER, text) : Optional.empty())
                .or(() -> Optional.of(text.strip()).filter(all -> !all.isEmpty()));
    }

    private static boolean isProse(String text) {
        return text.indexOf('\\') < 0 && WORD.matcher(text).find();
    }

    private static String sentence(String rest) {
        Matcher end = SENTENCE.matcher(rest);
        return (end.find() ? rest.substring(0, end.start()) : rest).replace("**", "").strip();
    }

    private static Optional<String> last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        String found = null;
        while (matcher.find()) {
            found = matcher.group();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                found = matcher.group(i) == null ? found : matcher.group(i);
            }
        }
        return Optional.ofNullable(found).map(String::strip);
    }
}
