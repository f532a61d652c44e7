package org.reason4j.reward.rulebased;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.text.FinalAnswer;
import org.reason4j.reward.rulebased.text.TimedText;

/** Finds the answer within a response, trimmed; empty if there is none. */
public final class AnswerReader {

    private static final Pattern ANSWER_LINE = Pattern.compile("(?i)answer[ \\t]*+:[ \\t]*+([^\\n]++)");

    private final AnswerPlace place;
    private final Pattern pattern;

    /** A reader of that place. */
    public AnswerReader(AnswerPlace place, String pattern) {
        this.place = place;
        this.pattern = Pattern.compile(pattern);
    }

    /** Checks the two settings of a reward that reads answers. */
    public static void validate(String reward, AnswerPlace place, String pattern) {
        check(
                (place == AnswerPlace.PATTERN) != pattern.isEmpty(),
                "%s.pattern and %s.place PATTERN go together; got place %s and pattern '%s'",
                reward,
                reward,
                place,
                pattern);
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(reward + ".pattern is not a regular expression: " + e.getMessage(), e);
        }
    }

    /** The right answer of a prompt. */
    public static String expected(Prompt prompt) {
        return prompt.field("answer")
                .orElseThrow(() -> new ConfigException("Prompt '" + prompt.id() + "' has no field 'answer'; it "
                        + "has " + prompt.fields().keySet()));
    }

    /** Scores 1 for a response whose answer is right, else 0; a response without an answer is wrong. */
    public List<Score> score(Group group, Predicate<String> isRight) {
        return Reward.perTrajectory(
                group, one -> Score.of(read(one.text()).filter(isRight).isPresent() ? 1 : 0));
    }

    /** The answer of a response. */
    public Optional<String> read(String text) {
        return switch (place) {
            case BOXED -> Boxed.last(Boxed.braced(text));
            case ANSWER_TAG -> lastTagged(text);
            case HASHES -> afterLast(text, "####");
            case ANSWER_LINE -> lastMatch(ANSWER_LINE, text);
            case PATTERN -> lastMatch(pattern, text);
            case WHOLE -> Optional.of(text.trim());
            case ANYWHERE -> Boxed.last(Boxed.braced(text)).or(() -> FinalAnswer.of(text));
        };
    }

    /** The text between the last {@code </answer>} and the {@code <answer>} before it. */
    static Optional<String> lastTagged(String text) {
        int end = text.lastIndexOf("</answer>");
        int start = end < 0 ? -1 : text.lastIndexOf("<answer>", end);
        return start < 0
                ? Optional.empty()
                : Optional.of(text.substring(start + "<answer>".length(), end).trim());
    }

    private static Optional<String> afterLast(String text, String marker) {
        int start = text.lastIndexOf(marker);
        if (start < 0) {
            return Optional.empty();
        }
        int end = text.indexOf('\n', start);
        return Optional.of(text.substring(start + marker.length(), end < 0 ? text.length() : end)
                .trim());
    }

    /** The first group of a pattern's last match, trimmed; the whole match if the pattern has no group. */
    static Optional<String> lastMatch(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(TimedText.of(text));
        String last = null;
        try {
            while (matcher.find()) {
                last = matcher.group(Math.min(1, matcher.groupCount()));
            }
        } catch (StackOverflowError e) {
            throw new IllegalStateException(
                    "The pattern '" + pattern + "' recurses too deeply for a response of " + text.length()
                            + " characters; use possessive quantifiers such as *+",
                    e);
        }
        return Optional.ofNullable(last).map(String::trim);
    }
}
