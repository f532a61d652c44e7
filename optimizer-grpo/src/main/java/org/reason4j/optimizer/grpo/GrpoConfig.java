package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import org.reason4j.api.data.LossAggregation;

/**
 * Settings of GRPO.
 *
 * @param clipLow how far a token's ratio may fall below 1 before the clip acts, in (0, 1)
 * @param clipHigh how far it may rise above 1; larger than {@code clipLow} keeps exploration alive (DAPO)
 * @param dualClip bound on the ratio of tokens with a negative advantage, above 1; 0 for none (dual-clip PPO)
 * @param delta bound on the ratio where the clip does not act, above {@code 1 + clipHigh}; 0 for none (INTELLECT-2)
 * @param logRatioClamp bound on the absolute log-ratio before it is exponentiated; 0 for none
 * @param baseline what a reward is compared with
 * @param groupDeviation what the difference is divided by
 * @param epsilon added to the deviation
 * @param singleton advantage of a response without siblings
 * @param aggregation how token losses become one number
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

    /** What a reward is compared with. */
    public enum Baseline {
        /** The mean of the group, the response itself included (GRPO). */
        GROUP_MEAN,
        /** The mean of the siblings (RLOO); it is {@code G / (G - 1)} times as far from the reward. */
        LEAVE_ONE_OUT
    }

    /** What a reward's distance from the baseline is divided by. */
    public enum GroupDeviation {
        /** The group's sample deviation, divisor {@code G - 1}. */
        SAMPLE,
        /** The group's population deviation, divisor {@code G}. */
        POPULATION,
        /** Nothing; then {@code epsilon} plays no part (Dr. GRPO). */
        NONE
    }

    /** Advantage of a response whose siblings were all dropped for want of a score. */
    public enum Singleton {
        /** Zero: nothing to compare with, nothing to learn. */
        ZERO,
        /** The raw reward: a group of one has mean 0 and deviation 1. */
        REWARD
    }

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
     * Dr. GRPO: no deviation, no response length in the denominator, so that neither easy prompts nor long wrong answers
     * weigh differently.
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
     * DAPO's objective: a wider upper bound and the token mean. Its dynamic sampling and its overlong penalty are a
     * sampler and a shaper of their own.
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
        check(clipLow > 0 && clipLow < 1, "grpo.clipLow must be in (0, 1), got %s", clipLow);
        check(clipHigh > 0 && Double.isFinite(clipHigh), "grpo.clipHigh must be positive, got %s", clipHigh);
        check(
                dualClip == 0 || (dualClip > 1 && Double.isFinite(dualClip)),
                "grpo.dualClip must be 0 (off) or greater than 1, got %s",
                dualClip);
        check(
                delta == 0 || (delta > 1 + clipHigh && Double.isFinite(delta)),
                "grpo.delta must be 0 (off) or greater than 1 + clipHigh = %s, got %s",
                1 + clipHigh,
                delta);
        check(
                logRatioClamp >= 0 && Double.isFinite(logRatioClamp),
                "grpo.logRatioClamp must be 0 (off) or positive, got %s",
                logRatioClamp);
        check(epsilon >= 0 && Double.isFinite(epsilon), "grpo.epsilon must be at least 0, got %s", epsilon);
    }
}
