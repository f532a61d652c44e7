package org.reason4j.optimizer.ppo;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * Settings of the critic.
 *
 * @param path a Hugging Face directory to start from, a language model or a reward model with the policy's vocabulary; empty for
 *     the policy's own weights
 * @param learningRate of its AdamW, positive
 * @param epochs passes over the responses of each step
 * @param clipNorm largest norm of its gradient; 0 for no limit
 * @param valueClip largest change of a value since rollout before the clip acts; 0 for no clip
 * @param soloSteps steps at the beginning of a run in which only the critic is updated (value pretraining)
 * @param soloPatience steps without a rise of the explained variance after which value pretraining ends early; 0 for never
 * @param miniBatches mini-batches, and so updates, in each of its passes; 0 for as many as the policy has
 * @param warmupUpdates updates of the critic over which its learning rate rises linearly
 * @param rewardHead whether it starts with the head of the reward model in {@code path}, too; else the head starts at 0
 */
public record CriticConfig(
        Optional<String> path,
        double learningRate,
        int epochs,
        double clipNorm,
        double valueClip,
        int soloSteps,
        int soloPatience,
        int miniBatches,
        int warmupUpdates,
        boolean rewardHead) {

    /** As in verl. */
    public static final CriticConfig DEFAULTS = new CriticConfig(Optional.empty(), 1e-5, 1, 1, 0.5, 0, 0, 0, 0, false);

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
        check(soloPatience >= 0, "critic.soloPatience must be at least 0, got %s", soloPatience);
        check(miniBatches >= 0, "critic.miniBatches must be 0 (as many as the policy) or more, got %s", miniBatches);
        check(warmupUpdates >= 0, "critic.warmupUpdates must be at least 0, got %s", warmupUpdates);
        check(
                !rewardHead || path.isPresent(),
                "critic.rewardHead is true, but critic.path names no reward model whose head it could be. Name one, or leave"
                        + " it false.");
    }
}
