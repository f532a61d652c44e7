package org.reason4j.reward.unsupervised;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the random reward.
 *
 * @param distribution what is drawn
 * @param probability chance of a 1, in [0, 1]; of {@code BERNOULLI} alone
 * @param seed of the draws; it is this reward's own, and independent of the run's
 */
public record RandomRewardConfig(Distribution distribution, double probability, long seed) {

    /** What is drawn. */
    public enum Distribution {
        /** 1 with the given probability, else 0. */
        BERNOULLI,
        /** Any number in [0, 1), all alike. */
        UNIFORM
    }

    /** A fair coin. */
    public static final RandomRewardConfig DEFAULTS = new RandomRewardConfig(Distribution.BERNOULLI, 0.5, 1);

    public RandomRewardConfig {
        check(probability >= 0 && probability <= 1, "random.probability must be in [0, 1], got %s", probability);
    }
}
