package org.reason4j.reward.generative.model;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * Settings of the reward {@code reward-model}.
 *
 * @param path Hugging Face directory of the reward model: one that a recipe's {@code preference} trained, or any that
 *     transformers opens for sequence classification with one label; must be given
 * @param system system message of conversations that have none; absent for none
 * @param mean score that becomes 0; {@code reward-model/score} shows the scores before
 * @param std difference of scores that becomes 1, positive
 * @param clip largest distance from 0 afterwards; 0 for no limit
 * @param truncated treatment of responses that the length limit cut off
 * @param truncatedValue reward of such a response where the treatment is {@code VALUE}
 */
public record RewardModelConfig(
        String path,
        Optional<String> system,
        double mean,
        double std,
        double clip,
        Truncated truncated,
        double truncatedValue) {

    /** Treatment of responses that the length limit cut off. The model has seen none of those in training. */
    public enum Truncated {
        /** They are scored as if they had ended there. */
        SCORE,
        /** They can't be scored; the recipe says what follows. */
        UNSCORABLE,
        /** They get {@code truncatedValue}. */
        VALUE
    }

    /** Scores as the model gives them. */
    public static final RewardModelConfig DEFAULTS =
            new RewardModelConfig("", Optional.empty(), 0, 1, 0, Truncated.SCORE, 0);

    public RewardModelConfig {
        check(Double.isFinite(mean), "reward-model.mean must be a number, got %s", mean);
        check(std > 0 && Double.isFinite(std), "reward-model.std must be positive, got %s", std);
        check(clip >= 0 && Double.isFinite(clip), "reward-model.clip must be 0 (off) or positive, got %s", clip);
        check(Double.isFinite(truncatedValue), "reward-model.truncatedValue must be a number, got %s", truncatedValue);
    }

    /** {@code (score - mean) / std}, clipped. */
    double normalised(double score) {
        double scaled = (score - mean) / std;
        return clip == 0 ? scaled : Math.max(-clip, Math.min(clip, scaled));
    }
}
