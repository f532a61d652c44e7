package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;
import org.reason4j.optimizer.grpo.loss.Clip;

/**
 * Settings of GRPO.
 *
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1; larger than {@code clipLow} keeps exploration alive (DAPO)
 * @param dualClip bound on the ratio of tokens with a negative advantage, above 1; 0 for none (dual-clip PPO)
 * @param delta bound on the ratio where the clip does not act, above {@code 1 + clipHigh}; 0 for none (INTELLECT-2)
 * @param logRatioClamp bound on the absolute log-ratio before it is exponentiated; 0 for none
 * @param baseline the expected return that is subtracted, {@code GROUP_MEAN} or {@code LEAVE_ONE_OUT}
 * @param groupDeviation the divisor of the difference
 * @param epsilon added to the deviation
 * @param singleton advantage of a response without siblings
 * @param aggregation reduction of token losses to one number
 */
public record GrpoConfig(
        double clipLow,
        double clipHigh,
        double dualClip,
        double delta,
        double logRatioClamp,
        Baseline baseline,
        GroupDeviation groupDeviation,
        double epsilon,
        Singleton singleton,
        LossAggregation aggregation) {

    /** Symmetric clip, sample deviation, mean over all tokens of the mini-batch. */
    public static final GrpoConfig DEFAULTS = new GrpoConfig(
            0.2,
            0.2,
            0,
            0,
            20,
            Baseline.GROUP_MEAN,
            GroupDeviation.SAMPLE,
            1e-6,
            Singleton.ZERO,
            LossAggregation.TOKEN_MEAN);

    /**
     * verl: dual clip at 3, a lone response keeps its raw reward.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">core_algos.py,
     *     compute_grpo_outcome_advantage and compute_policy_loss_vanilla</a>
     */
    static final GrpoConfig VERL = new GrpoConfig(
            0.2,
            0.2,
            3,
            0,
            20,
            Baseline.GROUP_MEAN,
            GroupDeviation.SAMPLE,
            1e-6,
            Singleton.REWARD,
            LossAggregation.TOKEN_MEAN);

    /**
     * TRL with {@code loss_type="dapo"}, its default: epsilon 1e-4, no clamp of the log-ratio.
     *
     * @see <a href="https://github.com/huggingface/trl/blob/main/trl/trainer/grpo_trainer.py">grpo_trainer.py</a>
     */
    static final GrpoConfig TRL = new GrpoConfig(
            0.2,
            0.2,
            0,
            0,
            0,
            Baseline.GROUP_MEAN,
            GroupDeviation.SAMPLE,
            1e-4,
            Singleton.ZERO,
            LossAggregation.TOKEN_MEAN);

    /**
     * OpenRLHF's {@code group_norm}: epsilon 1e-9. Its {@code std(-1)} is the sample deviation.
     *
     * @see <a href="https://github.com/OpenRLHF/OpenRLHF/blob/main/openrlhf/trainer/ppo_utils/experience_maker.py">
     *     experience_maker.py</a>
     */
    static final GrpoConfig OPENRLHF = new GrpoConfig(
            0.2,
            0.2,
            0,
            0,
            20,
            Baseline.GROUP_MEAN,
            GroupDeviation.SAMPLE,
            1e-9,
            Singleton.ZERO,
            LossAggregation.TOKEN_MEAN);

    /**
     * Dr. GRPO: no deviation, no response length in the denominator, so that neither easy prompts nor long wrong
     * answers weigh differently. The constant is the recipe's {@code rollout.maxTokens}. The paper's runs have no
     * divergence from a reference: the recipe has no regularizer, and {@code rollout.groupSize} 8.
     *
     * @see <a href="https://arxiv.org/abs/2503.20783">Understanding R1-Zero-Like Training, section 3.2</a>
     */
    static final GrpoConfig DR_GRPO = new GrpoConfig(
            0.2,
            0.2,
            0,
            0,
            0,
            Baseline.GROUP_MEAN,
            GroupDeviation.NONE,
            0,
            Singleton.ZERO,
            LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM);

    /**
     * The paper that introduced GRPO: mean over responses of their token means. The paper names neither the deviation's
     * divisor nor the clip bound; these are the sample deviation and 0.2. It adds nothing to the deviation; 1e-8 keeps
     * the rounding of almost equal rewards from becoming a signal.
     *
     * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath, section 4.1, equation 3</a>
     */
    static final GrpoConfig DEEPSEEKMATH = new GrpoConfig(
            0.2,
            0.2,
            0,
            0,
            0,
            Baseline.GROUP_MEAN,
            GroupDeviation.SAMPLE,
            1e-8,
            Singleton.ZERO,
            LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /**
     * DAPO's objective: a wider upper bound and the token mean. Its other parts are settings of the recipe: the filter
     * {@code dynamic-sampling} with {@code rollout.maxBatches} above 1 (section 3.2), the shaper {@code soft-overlong}
     * (equation 13), {@code training.miniBatches} 16, and no regularizer.
     *
     * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, equation 8</a>
     */
    static final GrpoConfig DAPO = new GrpoConfig(
            0.2,
            0.28,
            0,
            0,
            20,
            Baseline.GROUP_MEAN,
            GroupDeviation.SAMPLE,
            1e-6,
            Singleton.ZERO,
            LossAggregation.TOKEN_MEAN);

    /** Conventions of papers and other systems, by name. */
    public static final Map<String, GrpoConfig> PRESETS = Map.of(
            "verl", VERL,
            "trl", TRL,
            "openrlhf", OPENRLHF,
            "dr-grpo", DR_GRPO,
            "deepseekmath", DEEPSEEKMATH,
            "dapo", DAPO);

    public GrpoConfig {
        Clip.validate("grpo", clipLow, clipHigh, dualClip, delta, logRatioClamp);
        check(epsilon >= 0 && Double.isFinite(epsilon), "grpo.epsilon must be at least 0, got %s", epsilon);
        check(
                baseline == Baseline.GROUP_MEAN || baseline == Baseline.LEAVE_ONE_OUT,
                "grpo.baseline must be of the group, GROUP_MEAN or LEAVE_ONE_OUT, got %s; the optimizer 'remax' compares with"
                        + " the greedy response, and 'reinforce-pp' with nothing",
                baseline);
    }

    PolicyGradientConfig parts() {
        Estimate advantage = new Estimate(Returns.RESPONSE, 1, baseline, groupDeviation, epsilon, singleton, false);
        Clip clip = new Clip(clipLow, clipHigh, dualClip, delta, logRatioClamp);
        return new PolicyGradientConfig(advantage, clip, aggregation);
    }
}
