package org.reason4j.regularizer.entropy;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of Clip-Cov.
 *
 * @param ratio share of the step's learned tokens that are taken out, in (0, 1]; at least one token is
 * @param low lower bound on the covariance of a token that may be taken out
 * @param high upper bound on that covariance
 * @param seed seed of the draws, independent of the run's seed
 */
public record ClipCovConfig(double ratio, double low, double high, long seed) {

    /**
     * Two tokens in ten thousand.
     *
     * @see <a href="https://arxiv.org/abs/2505.22617">The Entropy Mechanism of Reinforcement Learning</a>
     */
    public static final ClipCovConfig DEFAULTS = new ClipCovConfig(2e-4, 1, 5, 1);

    public ClipCovConfig {
        check(ratio > 0 && ratio <= 1, "clip-cov.ratio must be in (0, 1], got %s", ratio);
        check(low < high, "clip-cov.low must be below clip-cov.high, got %s and %s", low, high);
    }
}
