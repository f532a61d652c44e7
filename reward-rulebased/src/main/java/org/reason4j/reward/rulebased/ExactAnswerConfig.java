package org.reason4j.reward.rulebased;

/**
 * Settings of the exact-answer reward.
 *
 * @param place place of the answer
 * @param pattern a regular expression, for place {@code PATTERN}; else empty
 * @param ignoreCase true to compare without regard to case
 */
public record ExactAnswerConfig(AnswerPlace place, String pattern, boolean ignoreCase) {

    /** The last answer tag; case matters. */
    public static final ExactAnswerConfig DEFAULTS = new ExactAnswerConfig(AnswerPlace.ANSWER_TAG, "", false);

    public ExactAnswerConfig {
        AnswerReader.validate("exact-answer", place, pattern);
    }
}
