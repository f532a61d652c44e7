package org.reason4j.optimizer.grpo;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Clip;

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
        Estimate advantage,
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
            new ClippedConfig(Estimate.REINFORCE_PP, 0.2, 0.2, 0, 0, 20, LossAggregation.TOKEN_MEAN);

    /**
     * REINFORCE++-baseline. Its divergence from the reference is the regularizer {@code kl} in the loss, with {@code K2}.
     *
     * @see <a href="https://arxiv.org/abs/2501.03262">REINFORCE++, the variant with a baseline</a>
     */
    static final ClippedConfig REINFORCE_PP_BASELINE =
            new ClippedConfig(Estimate.REINFORCE_PP_BASELINE, 0.2, 0.2, 0, 0, 20, LossAggregation.TOKEN_MEAN);

    /**
     * ReMax: the sum over the tokens of a response, averaged over responses. The paper makes one update per batch with
     * {@code -A * logprob}; there the ratio is 1 and the gradient the same. The clip protects further updates, as in verl.
     *
     * @see <a href="https://arxiv.org/abs/2310.10505">ReMax, algorithm 1</a>
     */
    static final ClippedConfig REMAX =
            new ClippedConfig(Estimate.REMAX, 0.2, 0.2, 0, 0, 20, LossAggregation.SEQ_MEAN_TOKEN_SUM);

    public ClippedConfig {
        Clip.validate("optimizer", clipLow, clipHigh, dualClip, delta, logRatioClamp);
    }

    PolicyGradientConfig parts() {
        Clip clip = new Clip(clipLow, clipHigh, dualClip, delta, logRatioClamp);
        return new PolicyGradientConfig(advantage, clip, aggregation);
    }
}
