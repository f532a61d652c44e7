package org.reason4j.reward.rulebased.text;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reasoning-steps reward.
 *
 * @param wanted markers from which on the reward is 1, at least 1
 */
public record ReasoningStepsConfig(int wanted) {

    /** Three markers; open-r1's. */
    public static final ReasoningStepsConfig DEFAULTS = new ReasoningStepsConfig(3);

    public ReasoningStepsConfig {
        check(wanted >= 1, "reasoning-steps.wanted must be at least 1, got %s", wanted);
    }
}
