package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.loss.Gmpo;

/**
 * Settings of GMPO.
 *
 * @param clipLow distance of the lower clip bound of a token's log-ratio from 0
 * @param clipHigh distance of the upper clip bound from 0
 * @param advantage settings of the advantage estimate; one number per response
 */
public record GmpoConfig(double clipLow, double clipHigh, Estimate advantage) {

    /**
     * Ratios within {@code (e^-0.4, e^0.4)}.
     *
     * @see <a href="https://arxiv.org/abs/2507.20673">GMPO, experiments</a>
     */
    public static final GmpoConfig DEFAULTS = new GmpoConfig(0.4, 0.4, Estimate.DEFAULTS);

    public GmpoConfig {
        Gmpo.validate(clipLow, clipHigh);
        check(
                advantage.returns() == Returns.RESPONSE,
                "gmpo.advantage.returns is TOKEN, but GMPO has one ratio, and so one advantage, per response. Set it to"
                        + " RESPONSE, or choose the optimizer 'gspo', which takes advantages per token");
    }

    PolicyGradientConfig parts() {
        return new PolicyGradientConfig(advantage, new Gmpo(clipLow, clipHigh), LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    }
}
