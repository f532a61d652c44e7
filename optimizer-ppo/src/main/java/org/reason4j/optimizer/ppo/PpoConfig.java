package org.reason4j.optimizer.ppo;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of PPO.
 *
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1; larger than {@code clipLow} keeps exploration alive (DAPO)
 * @param dualClip bound on the ratio of tokens with a negative advantage, above 1; 0 for none (dual-clip PPO)
 * @param logRatioClamp bound on the absolute log-ratio before it is exponentiated; 0 for none
 * @param positiveWeight of the loss that imitates right responses; 0 for none (VAPO: 0.1)
 * @param aggregation reduction of token losses, of policy and critic, to one number
 * @param gae settings of the generalized advantage estimate
 * @param critic the model that estimates values
 * @param resampling of a step's responses by their rewards
 */
public record PpoConfig(
        double clipLow,
        double clipHigh,
        double dualClip,
        double logRatioClamp,
        double positiveWeight,
        LossAggregation aggregation,
        GaeConfig gae,
        CriticConfig critic,
        ResamplingConfig resampling) {

    /** Symmetric clip, undiscounted returns less values, mean over all tokens of the mini-batch. */
    public static final PpoConfig DEFAULTS = new PpoConfig(
            0.2,
            0.2,
            0,
            20,
            0,
            LossAggregation.TOKEN_MEAN,
            GaeConfig.DEFAULTS,
            CriticConfig.DEFAULTS,
            ResamplingConfig.DEFAULTS);

    /**
     * verl: dual clip at 3.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/config/ppo_trainer.yaml">ppo_trainer.yaml</a>
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/config/critic/critic.yaml">critic.yaml</a>
     */
    static final PpoConfig VERL = new PpoConfig(
            0.2,
            0.2,
            3,
            20,
            0,
            LossAggregation.TOKEN_MEAN,
            GaeConfig.DEFAULTS,
            CriticConfig.DEFAULTS,
            ResamplingConfig.DEFAULTS);

    /**
     * TRL: lambda 0.95 for policy and critic, four epochs, no clamp of the log-ratio. TRL trains policy and critic as one
     * model with one learning rate and weighs the critic's loss with 0.1; here the critic has an AdamW of its own, whose
     * steps do not depend on such a factor.
     *
     * @see <a href="https://github.com/huggingface/trl/blob/main/trl/experimental/ppo/ppo_config.py">ppo_config.py</a>
     */
    static final PpoConfig TRL = new PpoConfig(
            0.2,
            0.2,
            0,
            0,
            0,
            LossAggregation.TOKEN_MEAN,
            new GaeConfig(1, 0.95, 0.95, 0, true, false),
            new CriticConfig(Optional.empty(), 3e-6, 4, 1, 0.2, 0, 0, 0, 0, false),
            ResamplingConfig.DEFAULTS);

    /**
     * VAPO: length-adaptive lambda, a wider upper bound, fifty steps of value pretraining, imitation of right responses.
     * The paper gives no bound on values; this is verl's.
     *
     * @see <a href="https://arxiv.org/abs/2504.05118">VAPO, sections 4 and 5.1</a>
     */
    static final PpoConfig VAPO = new PpoConfig(
            0.2,
            0.28,
            0,
            20,
            0.1,
            LossAggregation.TOKEN_MEAN,
            new GaeConfig(1, 1, 1, 0.05, true, false),
            new CriticConfig(Optional.empty(), 2e-6, 1, 1, 0.5, 50, 0, 0, 0, false),
            ResamplingConfig.DEFAULTS);

    /**
     * Open-Reasoner-Zero: undiscounted returns less values, nothing else. One update of the policy per step, twelve of the critic,
     * each from a twelfth of the responses; the recipe {@code orz} has the rest.
     *
     * @see <a href="https://arxiv.org/abs/2503.24290">Open-Reasoner-Zero, section 2</a>
     * @see <a href="https://github.com/Open-Reasoner-Zero/Open-Reasoner-Zero/blob/main/config.py">config.py</a>
     */
    static final PpoConfig ORZ = new PpoConfig(
            0.2,
            0.2,
            0,
            0,
            0,
            LossAggregation.TOKEN_MEAN,
            GaeConfig.DEFAULTS,
            new CriticConfig(Optional.empty(), 5e-6, 1, 1, 0.2, 0, 0, 12, 50, false),
            ResamplingConfig.DEFAULTS);

    /** Conventions of papers and other systems, by name. */
    public static final Map<String, PpoConfig> PRESETS = Map.of("verl", VERL, "trl", TRL, "vapo", VAPO, "orz", ORZ);

    /** The clipped objective with these bounds. */
    ClippedSurrogate surrogate() {
        return ClippedSurrogate.of(clipLow, clipHigh).withDual(dualClip);
    }

    public PpoConfig {
        ClippedSurrogate.validate("ppo", clipLow, clipHigh);
        check(
                dualClip == 0 || (dualClip > 1 && Double.isFinite(dualClip)),
                "ppo.dualClip must be 0 (off) or greater than 1, got %s",
                dualClip);
        check(
                logRatioClamp >= 0 && Double.isFinite(logRatioClamp),
                "ppo.logRatioClamp must be 0 (off) or positive, got %s",
                logRatioClamp);
        check(
                positiveWeight >= 0 && Double.isFinite(positiveWeight),
                "ppo.positiveWeight must be 0 (off) or positive, got %s",
                positiveWeight);
    }
}
