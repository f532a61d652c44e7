package org.reason4j.reward.dense;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.reward.dense.step.Steps;

/**
 * Settings of the reward {@code vineppo}.
 *
 * @param rollouts continuations from the beginning of each step, {@code K}, at least 1
 * @param maxSteps largest number of steps of a response with estimated values, at least 1; later tokens get the
 *     advantage 0
 * @param split a regular expression; a step ends with what it matches
 * @param unfinished outcome of a response that ends at the length limit
 */
public record VineConfig(int rollouts, int maxSteps, String split, double unfinished) {

    /** The settings of the paper's experiments; a step is a line, with the blank lines after it. */
    public static final VineConfig DEFAULTS = new VineConfig(9, 20, "\\n\\s*", 0);

    public VineConfig {
        check(rollouts >= 1, "vineppo.rollouts must be at least 1, got %s", rollouts);
        check(maxSteps >= 1, "vineppo.maxSteps must be at least 1, got %s", maxSteps);
        check(Double.isFinite(unfinished), "vineppo.unfinished must be a number, got %s", unfinished);
        Steps.validate("vineppo", split);
    }
}
