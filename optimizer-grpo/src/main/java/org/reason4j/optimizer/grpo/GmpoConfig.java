package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.optimizer.grpo.AdvantageConfig.Returns;

/**
 * Settings of GMPO.
 *
 * @param clipLow distance of the lower clip bound of a token's log-ratio from 0
 * @param clipHigh distance of the upper clip bound from 0
 * @param advantage settings of the advantage estimate; one number per response
 */
public record GmpoConfig(double clipLow, double clipHigh, AdvantageConfig advantage) {

    /**
     * Ratios within {@code (e^-0.4, e^0.4)}.
     *
     * @see <a href="https://arxiv.org/abs/2507.20673">GMPO, experiments</a>
     */
    public static final GmpoConfig DEFAULTS = new GmpoConfig(0.4, 0.4, AdvantageConfig.DEFAULTS);

    public GmpoConfig {
        check(clipLow > 0 && Double.isFinite(clipLow), "gmpo.clipLow must be positive, got %s", clipLow);
        check(clipHigh > 0 && Double.isFinite(clipHigh), "gmpo.clipHigh must be positive, got %s", clipHigh);
        check(
                advantage.returns() == Returns.RESPONSE,
                "gmpo.advantage.returns is TOKEN, but GMPO has one ratio, and so one advantage, per response. Set it to"
                        + " RESPONSE, or choose the optimizer 'gspo', which takes advantages per token");
    }
}
