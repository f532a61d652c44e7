package org.reason4j.reward.generative.reference;

/**
 * Settings of the credit shaper {@code verifree}.
 *
 * @param weight of the answer's term in the gradient
 */
public record AnswerTermConfig(Weight weight) {

    /** Weight of the answer's term. Constants may be added. */
    public enum Weight {
        /** {@code p(a*|x,z)}: the exact gradient of the expected probability. */
        PROBABILITY,
        /** 1: the exact gradient of the expected logarithm. */
        ONE
    }

    /** The gradient of the expected probability. */
    public static final AnswerTermConfig DEFAULTS = new AnswerTermConfig(Weight.PROBABILITY);
}
