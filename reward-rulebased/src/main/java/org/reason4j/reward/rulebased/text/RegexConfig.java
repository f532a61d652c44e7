package org.reason4j.reward.rulebased.text;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.reason4j.api.plugin.ConfigException;

/**
 * Settings of the regex reward.
 *
 * @param pattern a regular expression of Java, not empty; {@code (?s)} in front lets a dot match line breaks
 * @param whole true to match all of the response, false to find the pattern within it
 * @param longest characters of a response, in [1, 10000000]; a longer one is unscorable
 * @param deadlineMillis time for a response, in [1, 60000]; one that is not matched by then is unscorable
 */
public record RegexConfig(String pattern, boolean whole, int longest, int deadlineMillis) {

    /** A response that says something. */
    public static final RegexConfig DEFAULTS = new RegexConfig("\\S", false, 1_000_000, 500);

    public RegexConfig {
        check(!pattern.isEmpty(), "regex.pattern is empty, which every response matches; give a regular expression");
        check(longest >= 1 && longest <= 10_000_000, "regex.longest must be in [1, 10000000], got %s", longest);
        check(
                deadlineMillis >= 1 && deadlineMillis <= 60_000,
                "regex.deadlineMillis must be in [1, 60000], got %s",
                deadlineMillis);
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new ConfigException("regex.pattern is not a regular expression: " + e.getMessage(), e);
        }
    }
}
