package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of a clipped policy gradient.
 *
 * @param advantage settings of the advantage estimate
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param dualClip bound on the ratio of tokens with a negative advantage, above 1; 0 for none (dual-clip PPO)
 * @param delta bound on the ratio where the clip does not act, above {@code 1 + clipHigh}; 0 for none (INTELLECT-2)
 * @param logRatioClamp bound on the absolute log-ratio before it is exponentiated; 0 for none
 * @param aggregation reduction of token losses to one number
 */
public record ClippedConfig(
        AdvantageConfig advantage,
        double clipLow,
        double clipHigh,
        double dualClip,
        double delta,
        double logRatioClamp,
        LossAggregation aggregation) {

    /**
     * REINFORCE++. Its divergence from the reference is the regularizer {@code kl} in the reward, with {@code K1}.
     *
     * @see <a href="https://arxiv.org/abs/2501.03262">REINFORCE++</a>
     */
    static final ClippedConfig REINFORCE_PP =
            new ClippedConfig(AdvantageConfig.REINFORCE_PP, 0.2, 0.2, 0, 0, 20, LossAggregation.TOKEN_MEAN);

    /**
     * REINFORCE++-baseline. Its divergence from the reference is the regularizer {@code kl} in the loss, with {@code K2}.
     *
     * @see <a href="https://arxiv.org/abs/2501.03262">REINFORCE++, the variant with a baseline</a>
     */
    static final ClippedConfig REINFORCE_PP_BASELINE =
            new ClippedConfig(AdvantageConfig.REINFORCE_PP_BASELINE, 0.2, 0.2, 0, 0, 20, LossAggregation.TOKEN_MEAN);

    /**
     * ReMax: the sum over the tokens of a response, averaged over responses. The paper makes one update per batch with
     * {@code -A * logprob}; there the ratio is 1 and the gradient the same. The clip protects further updates, as in verl.
     *
     * @see <a href="https://arxiv.org/abs/2310.10505">ReMax, algorithm 1</a>
     */
    static final ClippedConfig REMAX =
            new ClippedConfig(AdvantageConfig.REMAX, 0.2, 0.2, 0, 0, 20, LossAggregation.SEQ_MEAN_TOKEN_SUM);

    public ClippedConfig {
        validate("optimizer", clipLow, clipHigh, dualClip, delta, logRatioClamp);
    }

    /** Refuses impossible bounds by the name of their setting; {@code optimizer} is the name of the component. */
    static void validate(
            String optimizer, double clipLow, double clipHigh, double dualClip, double delta, double logRatioClamp) {
        ClippedSurrogate.validate(optimizer, clipLow, clipHigh);
        check(
                dualClip == 0 || (dualClip > 1 && Double.isFinite(dualClip)),
                "%s.dualClip must be 0 (off) or greater than 1, got %s",
                optimizer,
                dualClip);
        check(
                delta == 0 || (delta > 1 + clipHigh && Double.isFinite(delta)),
                "%s.delta must be 0 (off) or greater than 1 + clipHigh = %s, got %s",
                optimizer,
                1 + clipHigh,
                delta);
        check(
                logRatioClamp >= 0 && Double.isFinite(logRatioClamp),
                "%s.logRatioClamp must be 0 (off) or positive, got %s",
                optimizer,
                logRatioClamp);
    }

    ClippedSurrogate surrogate() {
        return ClippedSurrogate.of(clipLow, clipHigh).withDual(dualClip).withDelta(delta);
    }
}
