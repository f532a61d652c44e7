package org.reason4j.optimizer.ppo;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of resampling, by which rewards that are reliable count for more.
 *
 * @param method probability of a response
 * @param power of {@code POW}, positive
 */
public record ResamplingConfig(Method method, double power) {

    /** Probability with which a response is drawn, up to a factor. */
    public enum Method {
        /** Every response once: no resampling. */
        NONE,
        /** {@code |R|^power}. */
        POW,
        /** 1 for the highest and the lowest reward of the step, 0 for others. */
        MAX_MIN,
        /** 0.4 for the highest reward of the step, 0.1 for others. */
        MAX_RANDOM
    }

    /** No resampling; the power of the paper's and verl's. */
    public static final ResamplingConfig DEFAULTS = new ResamplingConfig(Method.NONE, 2);

    public ResamplingConfig {
        check(power > 0 && Double.isFinite(power), "resampling.power must be positive, got %s", power);
    }
}
