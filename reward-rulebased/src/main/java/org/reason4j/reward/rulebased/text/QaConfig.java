package org.reason4j.reward.rulebased.text;

import org.reason4j.reward.rulebased.AnswerPlace;
import org.reason4j.reward.rulebased.AnswerReader;

/**
 * Settings of the qa-em reward.
 *
 * @param place place of the answer
 * @param pattern a regular expression, for place {@code PATTERN}; else empty
 * @param measure what is compared
 */
public record QaConfig(AnswerPlace place, String pattern, Measure measure) {

    /** What is compared. */
    public enum Measure {
        /** 1 for the same words in the same order, else 0. */
        EXACT_MATCH,
        /** The harmonic mean of precision and recall of words, in any order. */
        F1
    }

    /** Exact match of the last answer tag. */
    public static final QaConfig DEFAULTS = new QaConfig(AnswerPlace.ANSWER_TAG, "", Measure.EXACT_MATCH);

    /** F1 of the last answer tag. */
    public static final QaConfig WORDS = new QaConfig(AnswerPlace.ANSWER_TAG, "", Measure.F1);

    public QaConfig {
        AnswerReader.validate("qa-em", place, pattern);
    }
}
