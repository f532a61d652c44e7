package org.reason4j.regularizer.kl;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import org.reason4j.api.data.LossAggregation;

/**
 * Settings of the KL regularizer.
 *
 * @param coefficient penalty of one nat; start of an adaptive coefficient
 * @param estimator estimate of the divergence per token
 * @param place place of the penalty
 * @param inputClamp bound on {@code |refLogprobs - logprobs|} in k3, before it is exponentiated; 0 for none
 * @param outputClamp bound on the value of k3; 0 for none
 * @param importanceWeighted true to multiply the term of the loss by {@code exp(logprobs - oldLogprobs)}, which makes
 *     it unbiased for tokens that an older policy sampled (DeepSeek-V3.2)
 * @param aggregation reduction of the tokens' terms to one number; in the loss only
 * @param target divergence per token that the coefficient adapts to; 0 for a constant coefficient
 * @param horizon number of samples over which it adapts
 * @param schedule course of the coefficient over the steps, in place of a target
 * @param finalCoefficient where a schedule ends
 * @param scheduleSteps number of steps that it takes to get there, at least 1
 */
public record KlConfig(
        double coefficient,
        Estimator estimator,
        Place place,
        double inputClamp,
        double outputClamp,
        boolean importanceWeighted,
        LossAggregation aggregation,
        double target,
        double horizon,
        Schedule schedule,
        double finalCoefficient,
        int scheduleSteps) {

    /** Course of the coefficient over the steps. */
    public enum Schedule {
        /** It stays, or adapts to a target. */
        CONSTANT,
        /** On a straight line. */
        LINEAR,
        /** On half a cosine: slowly at both ends. */
        COSINE
    }

    /** An estimate of the divergence from one sampled token; with {@code d = refLogprobs - logprobs}. */
    public enum Estimator {
        /** {@code -d}: unbiased, but its expected gradient in a loss is zero. */
        K1,
        /** {@code d² / 2}: biased, with the gradient of {@code KL(policy || reference)}. */
        K2,
        /** {@code exp(d) - d - 1}: unbiased and never negative, with the gradient of {@code KL(reference || policy)}. */
        K3,
        /** The value of k3 with the gradient of k2. */
        K3_PLUS,
        /** {@code |d|}. */
        ABS
    }

    /** Place of the penalty. */
    public enum Place {
        /** Added to the loss of every update. */
        LOSS,
        /** Taken from the reward of every learned token before credit is assigned, once per step. */
        REWARD
    }

    /** In the loss, with the value of k3 and the gradient of k2. */
    public static final KlConfig DEFAULTS =
            new KlConfig(0.001, Estimator.K3_PLUS, Place.LOSS, 20, 10, false, LossAggregation.TOKEN_MEAN, 0, 10_000);

    /**
     * k3 in the loss, 0.04, averaged like the objective it is part of.
     *
     * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath, equations 3 and 4, section 4.2</a>
     */
    static final KlConfig DEEPSEEKMATH =
            new KlConfig(0.04, Estimator.K3, Place.LOSS, 0, 0, false, LossAggregation.SEQ_MEAN_TOKEN_MEAN, 0, 10_000);

    /**
     * The same with 0.001.
     *
     * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1</a>
     */
    static final KlConfig R1 =
            new KlConfig(0.001, Estimator.K3, Place.LOSS, 0, 0, false, LossAggregation.SEQ_MEAN_TOKEN_MEAN, 0, 10_000);

    /**
     * verl with {@code use_kl_loss}: {@code low_var_kl}, difference within 20, value within 10.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">core_algos.py,
     *     kl_penalty</a>
     */
    static final KlConfig VERL =
            new KlConfig(0.001, Estimator.K3, Place.LOSS, 20, 10, false, LossAggregation.TOKEN_MEAN, 0, 10_000);

    /**
     * NeMo-RL: k3 in the loss, 0.01, with the same clamps.
     *
     * @see <a href="https://github.com/NVIDIA-NeMo/RL/blob/main/examples/configs/grpo_math_1B.yaml">grpo_math_1B.yaml</a>
     */
    static final KlConfig NEMO_RL =
            new KlConfig(0.01, Estimator.K3, Place.LOSS, 20, 10, false, LossAggregation.TOKEN_MEAN, 0, 10_000);

    /**
     * OpenRLHF: k1 in the reward, 0.01.
     *
     * @see <a href="https://github.com/OpenRLHF/OpenRLHF">OpenRLHF, algo.kl</a>
     */
    static final KlConfig OPENRLHF =
            new KlConfig(0.01, Estimator.K1, Place.REWARD, 0, 0, false, LossAggregation.TOKEN_MEAN, 0, 10_000);

    /** Conventions of papers and other systems, by name. */
    public static final Map<String, KlConfig> PRESETS = Map.of(
            "deepseekmath", DEEPSEEKMATH,
            "r1", R1,
            "verl", VERL,
            "nemo-rl", NEMO_RL,
            "openrlhf", OPENRLHF);

    /** Settings without a schedule. */
    KlConfig(
            double coefficient,
            Estimator estimator,
            Place place,
            double inputClamp,
            double outputClamp,
            boolean importanceWeighted,
            LossAggregation aggregation,
            double target,
            double horizon) {
        this(
                coefficient,
                estimator,
                place,
                inputClamp,
                outputClamp,
                importanceWeighted,
                aggregation,
                target,
                horizon,
                Schedule.CONSTANT,
                0,
                1000);
    }

    public KlConfig {
        check(
                coefficient >= 0 && Double.isFinite(coefficient),
                "kl.coefficient must be at least 0, got %s",
                coefficient);
        check(
                inputClamp >= 0 && Double.isFinite(inputClamp),
                "kl.inputClamp must be 0 (off) or positive, got %s",
                inputClamp);
        check(
                outputClamp >= 0 && Double.isFinite(outputClamp),
                "kl.outputClamp must be 0 (off) or positive, got %s",
                outputClamp);
        check(target >= 0 && Double.isFinite(target), "kl.target must be 0 (off) or positive, got %s", target);
        check(horizon > 0 && Double.isFinite(horizon), "kl.horizon must be positive, got %s", horizon);
        check(
                target == 0 || coefficient > 0,
                "kl.coefficient is 0 and can't adapt to kl.target %s; start from a positive coefficient",
                target);
        check(
                finalCoefficient >= 0 && Double.isFinite(finalCoefficient),
                "kl.finalCoefficient must be at least 0, got %s",
                finalCoefficient);
        check(scheduleSteps >= 1, "kl.scheduleSteps must be at least 1, got %s", scheduleSteps);
        check(
                schedule == Schedule.CONSTANT || target == 0,
                "kl.schedule %s and kl.target %s both move kl.coefficient; set kl.schedule to CONSTANT, or kl.target to 0",
                schedule,
                target);
        check(
                place == Place.LOSS || estimator != Estimator.K3_PLUS,
                "kl.estimator K3_PLUS differs from K3 in its gradient alone, and a reward has none; set kl.estimator to "
                        + "K3, or kl.place to LOSS");
        check(
                place == Place.LOSS || !importanceWeighted,
                "kl.importanceWeighted corrects a loss; set it to false, or kl.place to LOSS");
    }
}
