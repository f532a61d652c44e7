package org.reason4j.reward.dense.label;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.reward.dense.process.Form;
import org.reason4j.reward.dense.step.Steps;

/**
 * Settings of the reward {@code mc-step-label}.
 *
 * @param rollouts continuations after each step, {@code K}, at least 1
 * @param maxSteps largest number of steps of a response with labels, at least 1; later ones have no reward
 * @param split a regular expression; a step ends with what it matches
 * @param stepTokens learned tokens of a step, in place of {@code split}; at least 0, and 0 splits by text
 * @param label soft or hard
 * @param threshold smallest value of the measuring reward for a right response
 * @param unfinished outcome of a response that ends at the length limit
 * @param form how labels become the rewards of steps, whose sum is the reward of the response; {@code SUM} for the labels
 *     themselves
 * @param tau temperature of the form {@code MIN_FORM}, positive
 * @param model a process reward model that learns from the labels
 */
public record McStepLabelConfig(
        int rollouts,
        int maxSteps,
        String split,
        int stepTokens,
        StepLabel label,
        double threshold,
        double unfinished,
        Form form,
        double tau,
        StepModelConfig model) {

    /** Soft labels from eight continuations, and PURE's min-form; a step is a line, with the blank lines after it. */
    public static final McStepLabelConfig DEFAULTS = new McStepLabelConfig(
            8, 20, "\\n\\s*", 0, StepLabel.SOFT, 0.5, 0, Form.MIN_FORM, 0.1, StepModelConfig.DEFAULTS);

    public McStepLabelConfig {
        check(rollouts >= 1, "mc-step-label.rollouts must be at least 1, got %s", rollouts);
        check(maxSteps >= 1, "mc-step-label.maxSteps must be at least 1, got %s", maxSteps);
        Steps.validate("mc-step-label", split);
        check(stepTokens >= 0, "mc-step-label.stepTokens must be at least 0, got %s", stepTokens);
        check(Double.isFinite(threshold), "mc-step-label.threshold must be a number, got %s", threshold);
        check(Double.isFinite(unfinished), "mc-step-label.unfinished must be a number, got %s", unfinished);
        check(tau > 0 && Double.isFinite(tau), "mc-step-label.tau must be positive, got %s", tau);
    }
}
