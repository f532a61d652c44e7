package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the allocation of rollouts.
 *
 * @param screening responses that every prompt gets, at least 1 and below {@code rollout.groupSize}
 * @param most largest number of responses to a prompt, at least {@code rollout.groupSize}
 * @param threshold least value of a right response, by the reward that measures
 */
public record RolloutAllocationConfig(int screening, int most, double threshold) {

    /** At least four and at most 32 responses. */
    public static final RolloutAllocationConfig DEFAULTS = new RolloutAllocationConfig(4, 32, 1);

    public RolloutAllocationConfig {
        check(screening >= 1, "rollout-allocation.screening must be at least 1, got %s", screening);
        check(
                most > screening,
                "rollout-allocation.most must be above rollout-allocation.screening, got %s and %s",
                most,
                screening);
        check(Double.isFinite(threshold), "rollout-allocation.threshold must be a number, got %s", threshold);
    }
}
