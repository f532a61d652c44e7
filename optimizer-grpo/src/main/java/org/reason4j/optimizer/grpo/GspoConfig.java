package org.reason4j.optimizer.grpo;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Gspo;

/**
 * Settings of GSPO.
 *
 * @param clipLow distance of the lower clip bound of a response's ratio from 1, in (0, 1); a mean over many tokens moves
 *     far less than a single token's ratio
 * @param clipHigh distance of the upper clip bound from 1
 * @param advantage settings of the advantage estimate; tokens of a response may have different ones (GSPO-token)
 * @param aggregation reduction of token losses to one number
 */
public record GspoConfig(double clipLow, double clipHigh, Estimate advantage, LossAggregation aggregation) {

    /**
     * The bounds of the paper's experiments.
     *
     * @see <a href="https://arxiv.org/abs/2507.18071">GSPO, section 5.1</a>
     */
    public static final GspoConfig DEFAULTS =
            new GspoConfig(3e-4, 4e-4, Estimate.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    public GspoConfig {
        ClippedSurrogate.validate("gspo", clipLow, clipHigh);
    }

    PolicyGradientConfig parts() {
        return new PolicyGradientConfig(advantage, new Gspo(clipLow, clipHigh), aggregation);
    }
}
