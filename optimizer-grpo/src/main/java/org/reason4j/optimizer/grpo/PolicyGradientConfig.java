package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Advantage;
import org.reason4j.optimizer.grpo.advantage.BestMinusSecond;
import org.reason4j.optimizer.grpo.advantage.DifficultyWeight;
import org.reason4j.optimizer.grpo.advantage.DifficultyWeighted;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.advantage.Gdpo;
import org.reason4j.optimizer.grpo.advantage.Gpg;
import org.reason4j.optimizer.grpo.advantage.GrpoS;
import org.reason4j.optimizer.grpo.advantage.Gtpo;
import org.reason4j.optimizer.grpo.advantage.Krpo;
import org.reason4j.optimizer.grpo.advantage.LitePpo;
import org.reason4j.optimizer.grpo.advantage.MaxRl;
import org.reason4j.optimizer.grpo.advantage.Opo;
import org.reason4j.optimizer.grpo.advantage.OptimalTokenBaseline;
import org.reason4j.optimizer.grpo.advantage.PassAtK;
import org.reason4j.optimizer.grpo.loss.Clip;
import org.reason4j.optimizer.grpo.loss.PolicyLoss;
import org.reason4j.optimizer.grpo.loss.Reinforce;

/**
 * Parts of a policy gradient.
 *
 * @param advantage the estimate of how much better a response, or a token, is than expected
 * @param loss what the advantages make of the log-probabilities
 * @param aggregation reduction of token losses to one number
 */
public record PolicyGradientConfig(Advantage advantage, PolicyLoss loss, LossAggregation aggregation) {

    private static final Clip DUAL = new Clip(0.2, 0.2, 3, 0, 20);
    private static final Clip WIDE = new Clip(0.2, 0.28, 0, 0, 20);

    /** Group relative advantages, a symmetric clip and the mean over all tokens of the mini-batch, as {@code grpo} has them. */
    public static final PolicyGradientConfig DEFAULTS =
            new PolicyGradientConfig(Estimate.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * REINFORCE: the return as it is, and the policy gradient itself. The advantage's {@code baseline} subtracts a running mean.
     *
     * @see <a href="https://doi.org/10.1007/BF00992696">Williams 1992</a>
     */
    public static final PolicyGradientConfig REINFORCE = new PolicyGradientConfig(
            org.reason4j.optimizer.grpo.advantage.Reinforce.DEFAULTS, new Reinforce(), LossAggregation.TOKEN_MEAN);

    /**
     * Group policy gradient: the group's mean as the baseline, a factor for groups without a gradient, no ratio and no clip. The
     * paper samples anew where too few groups have a gradient: the filter {@code dynamic-sampling}.
     *
     * @see <a href="https://arxiv.org/abs/2504.02546">GPG</a>
     */
    public static final PolicyGradientConfig GPG =
            new PolicyGradientConfig(Gpg.DEFAULTS, new Reinforce(), LossAggregation.TOKEN_MEAN);

    /**
     * verl's {@code adv_estimator=gpg} with {@code loss_mode=gpg}: the factor counts responses with a reward.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">core_algos.py,
     *     compute_gpg_outcome_advantage</a>
     */
    public static final PolicyGradientConfig GPG_VERL =
            new PolicyGradientConfig(Gpg.VERL, new Reinforce(), LossAggregation.TOKEN_MEAN);

    /**
     * Lite PPO: the group's mean, the step's deviation, a symmetric clip and the mean over tokens.
     *
     * @see <a href="https://arxiv.org/abs/2508.08221">Tricks or traps: Lite PPO</a>
     */
    public static final PolicyGradientConfig LITE_PPO =
            new PolicyGradientConfig(LitePpo.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * OPO: the baseline of least variance by length, and exact on-policy steps of one update.
     *
     * @see <a href="https://arxiv.org/abs/2505.23585">On-policy RL with optimal reward baseline</a>
     */
    public static final PolicyGradientConfig OPO =
            new PolicyGradientConfig(new Opo(), new Reinforce(), LossAggregation.TOKEN_MEAN);

    /** A baseline of least variance for each place in a response, and a symmetric clip. */
    public static final PolicyGradientConfig OPTIMAL_TOKEN_BASELINE =
            new PolicyGradientConfig(OptimalTokenBaseline.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * verl's {@code adv_estimator=optimal_token_baseline} with its default loss: dual clip at 3.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">core_algos.py,
     *     compute_optimal_token_baseline_advantage and compute_policy_loss_vanilla</a>
     */
    public static final PolicyGradientConfig OPTIMAL_TOKEN_BASELINE_VERL =
            new PolicyGradientConfig(OptimalTokenBaseline.DEFAULTS, DUAL, LossAggregation.TOKEN_MEAN);

    /**
     * KRPO: a Kalman filter's estimate as the baseline. The paper's divergence from the reference is the regularizer {@code kl}.
     *
     * @see <a href="https://arxiv.org/abs/2505.07527">KRPO</a>
     */
    public static final PolicyGradientConfig KRPO =
            new PolicyGradientConfig(Krpo.DEFAULTS, Clip.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /**
     * GDPO: each reward of the recipe normalised in its group before they are summed.
     *
     * @see <a href="https://arxiv.org/abs/2601.05242">GDPO</a>
     */
    public static final PolicyGradientConfig GDPO =
            new PolicyGradientConfig(Gdpo.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * TRL with {@code multi_objective_aggregation="normalize_then_sum"} and its default loss: no clamp of the log-ratio.
     *
     * @see <a href="https://github.com/huggingface/trl/blob/main/trl/trainer/grpo_trainer.py">grpo_trainer.py</a>
     */
    public static final PolicyGradientConfig GDPO_TRL =
            new PolicyGradientConfig(Gdpo.DEFAULTS, new Clip(0.2, 0.2, 0, 0, 0), LossAggregation.TOKEN_MEAN);

    /**
     * MaxRL: the group's mean as baseline and as divisor, for the likelihood of success instead of its probability.
     *
     * @see <a href="https://arxiv.org/abs/2602.02710">Maximum likelihood reinforcement learning</a>
     */
    public static final PolicyGradientConfig MAX_RL =
            new PolicyGradientConfig(MaxRl.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * SkyRL's {@code compute_maxrl_advantage}: a constant in the divisor, and a lone response keeps its reward.
     *
     * @see <a href="https://github.com/NovaSky-AI/SkyRL">SkyRL, ppo_utils.py</a>
     */
    public static final PolicyGradientConfig MAX_RL_SKYRL =
            new PolicyGradientConfig(MaxRl.SKYRL, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * Pass@k training: groups of {@code k} win together.
     *
     * @see <a href="https://arxiv.org/abs/2508.10751">Pass@k training</a>
     */
    public static final PolicyGradientConfig PASS_AT_K =
            new PolicyGradientConfig(PassAtK.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * The best response of a group alone is learned from, by its lead over the second.
     *
     * @see <a href="https://arxiv.org/abs/2503.19595">Optimizing language models for inference time objectives</a>
     */
    public static final PolicyGradientConfig BEST_MINUS_SECOND =
            new PolicyGradientConfig(BestMinusSecond.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * verl's {@code adv_estimator=grpo_passk} with its default loss: dual clip at 3.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">core_algos.py,
     *     compute_grpo_passk_outcome_advantage and compute_policy_loss_vanilla</a>
     */
    public static final PolicyGradientConfig BEST_MINUS_SECOND_VERL =
            new PolicyGradientConfig(BestMinusSecond.DEFAULTS, DUAL, LossAggregation.TOKEN_MEAN);

    /** Advantages weighed by how hard their prompt is, {@code 1 - p} for a share {@code p} of right responses. */
    public static final PolicyGradientConfig DIFFICULTY_WEIGHTED =
            new PolicyGradientConfig(DifficultyWeighted.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * F-GRPO: GRPO's advantage times the focal weight.
     *
     * @see <a href="https://arxiv.org/abs/2602.06717">F-GRPO</a>
     */
    public static final PolicyGradientConfig F_GRPO = new PolicyGradientConfig(
            new DifficultyWeighted(Estimate.DEFAULTS, DifficultyWeight.Focal.DEFAULTS, 0),
            Clip.DEFAULTS,
            LossAggregation.TOKEN_MEAN);

    /**
     * The advantage of GRPO-LEAD: GRPO's times a logistic weight. Its rewards of length and its penalty for failures are
     * rewards and shapers of the recipe.
     *
     * @see <a href="https://arxiv.org/abs/2504.09696">GRPO-LEAD</a>
     */
    public static final PolicyGradientConfig GRPO_LEAD = new PolicyGradientConfig(
            new DifficultyWeighted(Estimate.DEFAULTS, DifficultyWeight.Logistic.DEFAULTS, 0),
            Clip.DEFAULTS,
            LossAggregation.TOKEN_MEAN);

    /**
     * GTPO: a reward for each token by the policy's entropy there, with DAPO's clip and aggregation, which the paper builds on.
     *
     * @see <a href="https://arxiv.org/abs/2508.04349">GTPO and GRPO-S</a>
     */
    public static final PolicyGradientConfig GTPO =
            new PolicyGradientConfig(Gtpo.DEFAULTS, WIDE, LossAggregation.TOKEN_MEAN);

    /**
     * GRPO-S: a reward for each response by the policy's mean entropy, and responses of any length weigh alike.
     *
     * @see <a href="https://arxiv.org/abs/2508.04349">GTPO and GRPO-S</a>
     */
    public static final PolicyGradientConfig GRPO_S =
            new PolicyGradientConfig(GrpoS.DEFAULTS, WIDE, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    public PolicyGradientConfig {
        check(
                !(loss.perResponse() && advantage.perToken()),
                "the loss %s takes a response for one action, with one advantage, but the advantage %s differs from token to"
                        + " token. Choose an advantage per response, or a loss per token such as clip or gspo",
                loss,
                advantage);
    }
}
