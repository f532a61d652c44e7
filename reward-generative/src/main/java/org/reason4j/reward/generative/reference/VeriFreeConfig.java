package org.reason4j.reward.generative.reference;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward {@code verifree}.
 *
 * @param answer the place of the answer, and the reference
 * @param value the probability or its logarithm
 * @param floor least logarithm; at most 0
 */
public record VeriFreeConfig(AnswerConfig answer, Value value, double floor) {

    /** What the reward is. Constants may be added. */
    public enum Value {
        /** {@code p(a*|x,z)}, in [0, 1]: the chance that the policy goes on with the reference. */
        PROBABILITY,
        /** {@code ln p(a*|x,z)}, at least {@code floor}. */
        LOG_PROBABILITY
    }

    /** The probability, whose expectation the paper's objective is. */
    public static final VeriFreeConfig DEFAULTS = new VeriFreeConfig(AnswerConfig.DEFAULTS, Value.PROBABILITY, -20);

    /** The logarithm, as the authors' script has it. */
    public static final VeriFreeConfig RELEASED = new VeriFreeConfig(AnswerConfig.DEFAULTS, Value.LOG_PROBABILITY, -20);

    public VeriFreeConfig {
        check(floor <= 0 && Double.isFinite(floor), "verifree.floor must be at most 0, got %s", floor);
    }
}
