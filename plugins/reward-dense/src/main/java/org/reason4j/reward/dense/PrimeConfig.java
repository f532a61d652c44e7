package org.reason4j.reward.dense;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * Settings of the reward {@code prime}.
 *
 * @param beta scale of the implicit reward, positive
 * @param threshold smallest value of the measuring reward for a right response, the label of the model's loss
 * @param dropLast true to give the last learned token no reward, as in verl's recipe
 * @param path a Hugging Face directory that the process reward model starts from; empty for the policy's
 * @param learningRate of the process reward model, positive
 * @param epochs passes over each step's responses, at least 1
 * @param clipNorm largest norm of the model's gradient; 0 for no limit
 */
public record PrimeConfig(
        double beta,
        double threshold,
        boolean dropLast,
        Optional<String> path,
        double learningRate,
        int epochs,
        double clipNorm) {

    /** The settings of the paper's experiments. */
    public static final PrimeConfig DEFAULTS = new PrimeConfig(0.05, 0.5, false, Optional.empty(), 1e-6, 1, 10);

    public PrimeConfig {
        check(beta > 0 && Double.isFinite(beta), "prime.beta must be positive, got %s", beta);
        check(Double.isFinite(threshold), "prime.threshold must be a number, got %s", threshold);
        check(
                learningRate > 0 && Double.isFinite(learningRate),
                "prime.learningRate must be positive, got %s",
                learningRate);
        check(epochs >= 1, "prime.epochs must be at least 1, got %s", epochs);
        check(clipNorm >= 0, "prime.clipNorm must be 0 (off) or positive, got %s", clipNorm);
    }
}
