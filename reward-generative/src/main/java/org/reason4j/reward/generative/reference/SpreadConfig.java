package org.reason4j.reward.generative.reference;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the shaper {@code rlpr}.
 *
 * @param scale threshold over the moving average, at least 0
 * @param rate weight of a step's mean deviation in the moving average, in (0, 1]
 * @param averageFrom step from which on deviations are averaged, at least 1
 * @param from step from which on prompts are passed over, at least 1
 */
public record SpreadConfig(double scale, double rate, int averageFrom, int from) {

    /** The settings of the authors' runs. */
    public static final SpreadConfig DEFAULTS = new SpreadConfig(0.5, 0.01, 6, 11);

    public SpreadConfig {
        check(scale >= 0 && Double.isFinite(scale), "rlpr.scale must be at least 0, got %s", scale);
        check(rate > 0 && rate <= 1, "rlpr.rate must be in (0, 1], got %s", rate);
        check(averageFrom >= 1, "rlpr.averageFrom must be at least 1, got %s", averageFrom);
        check(from >= 1, "rlpr.from must be at least 1, got %s", from);
    }
}
