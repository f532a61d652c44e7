package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of screening.
 *
 * @param screening responses that show whether a prompt is worth more, at least 1 and below {@code rollout.groupSize}
 * @param threshold least value of a right response, by the reward that measures
 * @param above share of right responses above which a prompt may get more, in [0, 1)
 * @param below share of right responses below which a prompt may get more, in (0, 1]
 */
public record SpeedConfig(int screening, double threshold, double above, double below) {

    /**
     * Four responses, of which some but not all are right.
     *
     * @see <a href="https://arxiv.org/abs/2506.09016">SPEED</a>
     */
    public static final SpeedConfig DEFAULTS = new SpeedConfig(4, 1, 0, 1);

    public SpeedConfig {
        check(screening >= 1, "speed.screening must be at least 1, got %s", screening);
        check(Double.isFinite(threshold), "speed.threshold must be a number, got %s", threshold);
        check(
                above >= 0 && above < below && below <= 1,
                "speed.above and speed.below must be 0 <= above < below <= 1, got %s and %s",
                above,
                below);
    }
}
