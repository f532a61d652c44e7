package org.reason4j.regularizer.entropy;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;

/**
 * Settings of KL-Cov.
 *
 * @param ratio share of the step's learned tokens that are charged, in (0, 1]; at least one token is
 * @param coefficient penalty of one nat
 * @param aggregation reduction of the tokens' charges to one number; the same as that of the policy optimizer's loss
 *     keeps their proportion
 */
public record KlCovConfig(double ratio, double coefficient, LossAggregation aggregation) {

    /**
     * Two tokens in ten thousand, charged in full.
     *
     * @see <a href="https://arxiv.org/abs/2505.22617">The Entropy Mechanism of Reinforcement Learning</a>
     */
    public static final KlCovConfig DEFAULTS = new KlCovConfig(2e-4, 1, LossAggregation.TOKEN_MEAN);

    /**
     * The same with a tenth of the penalty, the default of verl's configuration.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">core_algos.py,
     *     compute_policy_loss_kl_cov</a>
     */
    static final KlCovConfig VERL = new KlCovConfig(2e-4, 0.1, LossAggregation.TOKEN_MEAN);

    public KlCovConfig {
        check(ratio > 0 && ratio <= 1, "kl-cov.ratio must be in (0, 1], got %s", ratio);
        check(
                coefficient > 0 && Double.isFinite(coefficient),
                "kl-cov.coefficient must be positive, got %s",
                coefficient);
    }
}
