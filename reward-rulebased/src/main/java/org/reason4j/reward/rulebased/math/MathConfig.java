package org.reason4j.reward.rulebased.math;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.reward.rulebased.AnswerPlace;
import org.reason4j.reward.rulebased.AnswerReader;

/**
 * Settings of the math reward.
 *
 * @param place place of the answer; of boxes that are listed one after the other all count
 * @param pattern a regular expression, for place {@code PATTERN}; else empty
 * @param digits significant digits from which on a decimal is equal to a value that it is the rounding of, as 1.414 is of
 *     the square root of 2, in [0, 30]; 0 for never
 * @param longest characters of an answer, in [1, 100000]; a pair with a longer one is unscorable
 * @param deadlineMillis time for a pair of answers, in [1, 60000]; a pair that is not decided by then is unscorable
 */
public record MathConfig(AnswerPlace place, String pattern, int digits, int longest, int deadlineMillis) {

    /** The last box, roundings from four digits on, five seconds. */
    public static final MathConfig DEFAULTS = new MathConfig(AnswerPlace.BOXED, "", 4, 2_000, 5_000);

    /** No roundings: {@code 1.414} is not the square root of 2. */
    public static final MathConfig EXACT = new MathConfig(AnswerPlace.BOXED, "", 0, 2_000, 5_000);

    public MathConfig {
        AnswerReader.validate("math", place, pattern);
        check(digits >= 0 && digits <= 30, "math.digits must be in [0, 30], got %s", digits);
        check(longest >= 1 && longest <= 100_000, "math.longest must be in [1, 100000], got %s", longest);
        check(
                deadlineMillis >= 1 && deadlineMillis <= 60_000,
                "math.deadlineMillis must be in [1, 60000], got %s",
                deadlineMillis);
    }
}
