package org.reason4j.reward.rulebased;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the numeric-answer reward.
 *
 * @param place place of the answer
 * @param pattern a regular expression, for place {@code PATTERN}; else empty
 * @param tolerance largest absolute difference from the right answer; 0 requires equality
 */
public record NumericAnswerConfig(AnswerPlace place, String pattern, double tolerance) {

    /** The last answer tag, compared exactly. */
    public static final NumericAnswerConfig DEFAULTS = new NumericAnswerConfig(AnswerPlace.ANSWER_TAG, "", 0);

    public NumericAnswerConfig {
        AnswerReader.validate("numeric-answer", place, pattern);
        check(
                tolerance >= 0 && Double.isFinite(tolerance),
                "numeric-answer.tolerance must be 0 or positive, got %s",
                tolerance);
    }
}
