package org.reason4j.reward.dense.label;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.reward.dense.step.Steps;

/**
 * Settings of the reward {@code pav}.
 *
 * @param alpha weight of a step's progress beside the outcome, positive
 * @param best responses of which the prover has the best, {@code K}, at least 1; 1 is the policy itself
 * @param rollouts continuations from the beginning of each step, at least 1
 * @param maxSteps largest number of steps of a response with estimated values, at least 1; later ones have no reward
 * @param split a regular expression; a step ends with what it matches
 * @param stepTokens learned tokens of a step, in place of {@code split}; at least 0, and 0 splits by text
 * @param threshold smallest value of the measuring reward for a right response
 * @param unfinished outcome of a response that ends at the length limit
 */
public record PavConfig(
        double alpha,
        int best,
        int rollouts,
        int maxSteps,
        String split,
        int stepTokens,
        double threshold,
        double unfinished) {

    /** The best of four, with the weight of SPO's code; a step is a line, with the blank lines after it. */
    public static final PavConfig DEFAULTS = new PavConfig(5, 4, 8, 20, "\\n\\s*", 0, 0.5, 0);

    public PavConfig {
        check(alpha > 0 && Double.isFinite(alpha), "pav.alpha must be positive, got %s", alpha);
        check(best >= 1, "pav.best must be at least 1, got %s", best);
        check(rollouts >= 1, "pav.rollouts must be at least 1, got %s", rollouts);
        check(maxSteps >= 1, "pav.maxSteps must be at least 1, got %s", maxSteps);
        Steps.validate("pav", split);
        check(stepTokens >= 0, "pav.stepTokens must be at least 0, got %s", stepTokens);
        check(Double.isFinite(threshold), "pav.threshold must be a number, got %s", threshold);
        check(Double.isFinite(unfinished), "pav.unfinished must be a number, got %s", unfinished);
    }
}
