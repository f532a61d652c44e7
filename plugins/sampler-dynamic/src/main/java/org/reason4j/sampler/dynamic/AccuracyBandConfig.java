package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the accuracy band.
 *
 * @param metric key of the reward that measures correctness; empty for the composed reward
 * @param threshold least value of a correct response
 * @param low least accuracy of a group that is kept, in [0, 1]
 * @param high largest accuracy of a group that is kept, in [0, 1]
 */
public record AccuracyBandConfig(String metric, double threshold, double low, double high) {

    /**
     * From 0.2 to 0.8.
     *
     * @see <a href="https://arxiv.org/abs/2502.01456">PRIME, online prompt filtering</a>
     */
    public static final AccuracyBandConfig DEFAULTS = new AccuracyBandConfig("", 1, 0.2, 0.8);

    public AccuracyBandConfig {
        check(Double.isFinite(threshold), "accuracy-band.threshold must be a number, got %s", threshold);
        check(
                low >= 0 && low <= high && high <= 1,
                "accuracy-band keeps groups from low to high, both in [0, 1], got low %s and high %s",
                low,
                high);
    }
}
