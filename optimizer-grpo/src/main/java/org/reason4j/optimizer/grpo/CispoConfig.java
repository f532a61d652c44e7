package org.reason4j.optimizer.grpo;

import java.util.Map;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;
import org.reason4j.optimizer.grpo.loss.Cispo;
import org.reason4j.optimizer.grpo.tokens.Anchor;

/**
 * Settings of CISPO.
 *
 * @param minWeight least weight of a token, in [0, 1); 0 for no lower bound, as in the paper
 * @param maxWeight largest weight of a token, above 1
 * @param anchor the policy that the ratio compares with; {@code BEHAVIOUR} in ScaleRL
 * @param advantage settings of the advantage estimate
 * @param aggregation reduction of token losses to one number
 */
public record CispoConfig(
        double minWeight, double maxWeight, Anchor anchor, Estimate advantage, LossAggregation aggregation) {

    /**
     * Weights up to 5.
     *
     * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL</a>
     */
    public static final CispoConfig DEFAULTS =
            new CispoConfig(0, 5, Anchor.OLD, Estimate.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * verl's example, {@code clip_ratio_low=10} and {@code clip_ratio_high=0.2}: weights up to 1.2.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">core_algos.py,
     *     compute_policy_loss_cispo</a>
     */
    static final CispoConfig VERL = new CispoConfig(0, 1.2, Anchor.OLD, Estimate.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * TRL with {@code loss_type="cispo"} and {@code epsilon_high=5}, an absolute bound, as its documentation advises.
     *
     * @see <a href="https://github.com/huggingface/trl/blob/main/trl/trainer/grpo_trainer.py">grpo_trainer.py</a>
     */
    static final CispoConfig TRL = new CispoConfig(
            0,
            5,
            Anchor.OLD,
            new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.SAMPLE, 1e-4, Singleton.ZERO, false),
            LossAggregation.TOKEN_MEAN);

    /** Conventions of other systems, by name. */
    public static final Map<String, CispoConfig> PRESETS = Map.of("verl", VERL, "trl", TRL);

    public CispoConfig {
        Cispo.validate(minWeight, maxWeight);
    }

    PolicyGradientConfig parts() {
        return new PolicyGradientConfig(advantage, new Cispo(minWeight, maxWeight, anchor), aggregation);
    }
}
