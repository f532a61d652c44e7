package org.reason4j.reward.dense.label;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * Settings of the process reward model that learns from the labels beside the policy.
 *
 * @param learningRate of the model; at least 0, and 0 learns none
 * @param path a Hugging Face directory that it starts from; empty for the policy's
 * @param epochs passes over each step's responses, at least 1
 * @param clipNorm largest norm of its gradient; at least 0, and 0 is no limit
 */
public record StepModelConfig(double learningRate, Optional<String> path, int epochs, double clipNorm) {

    /** No model. */
    public static final StepModelConfig DEFAULTS = new StepModelConfig(0, Optional.empty(), 1, 1);

    public StepModelConfig {
        check(
                learningRate >= 0 && Double.isFinite(learningRate),
                "mc-step-label.model.learningRate must be 0 (no model) or positive, got %s",
                learningRate);
        check(epochs >= 1, "mc-step-label.model.epochs must be at least 1, got %s", epochs);
        check(
                clipNorm >= 0 && Double.isFinite(clipNorm),
                "mc-step-label.model.clipNorm must be 0 (off) or positive, got %s",
                clipNorm);
    }

    boolean learns() {
        return learningRate > 0;
    }
}
