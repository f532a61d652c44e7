package com.example.papers.maxrl;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code max-rl}.
 *
 * @param epsilon added to the mean that advantages are divided by, in [0, 1]
 * @param clipLow how far a token's ratio may fall below 1 before the clip acts, in (0, 1)
 * @param clipHigh how far it may rise above 1, positive
 */
public record MaxRlConfig(double epsilon, double clipLow, double clipHigh) {

    /** The mean as it is, and PPO's bounds, which do not act in a step of one update. */
    public static final MaxRlConfig DEFAULTS = new MaxRlConfig(0, 0.2, 0.2);

    public MaxRlConfig {
        check(epsilon >= 0 && epsilon <= 1, "max-rl.epsilon must be in [0, 1], got %s", epsilon);
        ClippedSurrogate.validate("max-rl", clipLow, clipHigh);
    }
}
