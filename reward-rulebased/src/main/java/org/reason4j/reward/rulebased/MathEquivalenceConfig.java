package org.reason4j.reward.rulebased;

/**
 * Settings of the math-equivalence reward.
 *
 * @param place place of the answer
 * @param pattern a regular expression, for place {@code PATTERN}; else empty
 */
public record MathEquivalenceConfig(AnswerPlace place, String pattern) {

    /** The last box. */
    public static final MathEquivalenceConfig DEFAULTS = new MathEquivalenceConfig(AnswerPlace.BOXED, "");

    public MathEquivalenceConfig {
        AnswerReader.validate("math-equivalence", place, pattern);
    }
}
