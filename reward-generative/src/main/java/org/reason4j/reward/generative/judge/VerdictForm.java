package org.reason4j.reward.generative.judge;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.reason4j.api.plugin.ConfigException;

/**
 * The form of a verdict of yes or no.
 *
 * @param pattern regular expression whose first group is the verdict and that a judgment matches once; empty for the content
 *     of the only {@code <verdict>} tag
 * @param positive verdicts that mean yes, whatever their case
 * @param negative verdicts that mean no, whatever their case
 */
public record VerdictForm(String pattern, List<String> positive, List<String> negative) {

    /** The usual tag, with the words of several published verifiers. */
    public static final VerdictForm DEFAULTS =
            new VerdictForm("", List.of("yes", "correct", "true"), List.of("no", "incorrect", "false"));

    public VerdictForm {
        positive = positive.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        negative = negative.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        check(
                !positive.isEmpty() && !negative.isEmpty(),
                "verdict.positive and verdict.negative must have a word each, got %s and %s",
                positive,
                negative);
        check(
                positive.stream().noneMatch(negative::contains),
                "a word stands in verdict.positive %s and in verdict.negative %s",
                positive,
                negative);
        try {
            check(
                    pattern.isEmpty() || Pattern.compile(pattern).matcher("").groupCount() > 0,
                    "verdict.pattern has no group that holds the verdict, got '%s'",
                    pattern);
        } catch (PatternSyntaxException e) {
            throw new ConfigException("verdict.pattern is no regular expression: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a judgment.
     *
     * @throws Unreadable if it has no such verdict, or several
     */
    public boolean read(String reply) throws Unreadable {
        String verdict = content(reply).toLowerCase(Locale.ROOT);
        if (positive.contains(verdict)) {
            return true;
        }
        if (negative.contains(verdict)) {
            return false;
        }
        throw new Unreadable("the verdict is none of " + positive + " and " + negative, reply);
    }

    private String content(String reply) throws Unreadable {
        if (pattern.isEmpty()) {
            return Verdict.content(reply);
        }
        List<MatchResult> matches =
                Pattern.compile(pattern).matcher(reply).results().toList();
        if (matches.size() != 1 || matches.get(0).group(1) == null) {
            throw new Unreadable("not exactly one match of the pattern of verdicts", reply);
        }
        return matches.get(0).group(1).strip();
    }
}
