package org.reason4j.optimizer.ppo;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * Settings of the critic.
 *
 * @param path a Hugging Face directory to start from, with the policy's vocabulary; empty for the policy's own weights
 * @param learningRate of its AdamW, positive
 * @param epochs passes over the responses of each step
 * @param clipNorm largest norm of its gradient; 0 for no limit
 * @param valueClip largest change of a value since rollout before the clip acts; 0 for no clip
 * @param soloSteps steps at the beginning of a run in which only the critic is updated (value pretraining)
 */
public record CriticConfig(
        Optional<String> path, double learningRate, int epochs, double clipNorm, double valueClip, int soloSteps) {

    /** As in verl. */
    public static final CriticConfig DEFAULTS = new CriticConfig(Optional.empty(), 1e-5, 1, 1, 0.5, 0);

    public CriticConfig {
        check(
                learningRate > 0 && Double.isFinite(learningRate),
                "critic.learningRate must be positive, got %s",
                learningRate);
        check(epochs >= 1, "critic.epochs must be at least 1, got %s", epochs);
        check(
                clipNorm >= 0 && Double.isFinite(clipNorm),
                "critic.clipNorm must be 0 (off) or positive, got %s",
                clipNorm);
        check(
                valueClip >= 0 && Double.isFinite(valueClip),
                "critic.valueClip must be 0 (off) or positive, got %s",
                valueClip);
        check(soloSteps >= 0, "critic.soloSteps must be at least 0, got %s", soloSteps);
    }
}
