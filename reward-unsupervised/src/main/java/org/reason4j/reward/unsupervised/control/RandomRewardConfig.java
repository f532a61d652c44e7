package org.reason4j.reward.unsupervised.control;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the random reward.
 *
 * @param distribution distribution of the rewards
 * @param probability probability of a 1, in [0, 1]; for {@code BERNOULLI} only
 * @param seed seed of the draws, independent of the run's seed
 */
public record RandomRewardConfig(Distribution distribution, double probability, long seed) {

    /** Distribution of the rewards. */
    public enum Distribution {
        /** 1 with the given probability, else 0. */
        BERNOULLI,
        /** Uniform in [0, 1). */
        UNIFORM
    }

    /** A fair coin. */
    public static final RandomRewardConfig DEFAULTS = new RandomRewardConfig(Distribution.BERNOULLI, 0.5, 1);

    public RandomRewardConfig {
        check(probability >= 0 && probability <= 1, "random.probability must be in [0, 1], got %s", probability);
    }
}
