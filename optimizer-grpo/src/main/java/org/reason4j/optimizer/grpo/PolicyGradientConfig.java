package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Advantage;
import org.reason4j.optimizer.grpo.advantage.BestMinusSecond;
import org.reason4j.optimizer.grpo.advantage.DifficultyWeight;
import org.reason4j.optimizer.grpo.advantage.DifficultyWeighted;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;
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
import org.reason4j.optimizer.grpo.loss.Archer;
import org.reason4j.optimizer.grpo.loss.CeGppo;
import org.reason4j.optimizer.grpo.loss.Clip;
import org.reason4j.optimizer.grpo.loss.DecoupledPpo;
import org.reason4j.optimizer.grpo.loss.Disco;
import org.reason4j.optimizer.grpo.loss.DppoKl;
import org.reason4j.optimizer.grpo.loss.DppoTv;
import org.reason4j.optimizer.grpo.loss.KimiPg;
import org.reason4j.optimizer.grpo.loss.Luspo;
import org.reason4j.optimizer.grpo.loss.Nft;
import org.reason4j.optimizer.grpo.loss.Opsm;
import org.reason4j.optimizer.grpo.loss.PolicyLoss;
import org.reason4j.optimizer.grpo.loss.PrimeDppoKl;
import org.reason4j.optimizer.grpo.loss.PrimeIpo;
import org.reason4j.optimizer.grpo.loss.Reinforce;
import org.reason4j.optimizer.grpo.loss.RolloutIs;
import org.reason4j.optimizer.grpo.loss.Sapo;
import org.reason4j.optimizer.grpo.loss.Topr;
import org.reason4j.optimizer.grpo.loss.Vespo;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.TrustRegion;

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

    /** The distance from the group's mean, undivided. */
    private static final Estimate CENTRED =
            new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.NONE, 0, Singleton.ZERO, false);

    /** TRL's: 1e-4 is added to the deviation. */
    private static final Estimate OF_TRL =
            new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.SAMPLE, 1e-4, Singleton.ZERO, false);

    /** verl's and SkyRL's: a lone response keeps its raw reward. */
    private static final Estimate OF_VERL = new Estimate(
            Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.SAMPLE, 1e-6, Singleton.REWARD, false);

    /** SAPO: a smooth gate in place of the clip. */
    public static final PolicyGradientConfig SAPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Sapo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** verl with {@code loss_mode: sapo}: a lone response keeps its raw reward. */
    public static final PolicyGradientConfig SAPO_VERL =
            new PolicyGradientConfig(OF_VERL, Sapo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** TRL with {@code loss_type="sapo"}: epsilon 1e-4. */
    public static final PolicyGradientConfig SAPO_TRL =
            new PolicyGradientConfig(OF_TRL, Sapo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** DPPO, by how much the probability of a token moved. */
    public static final PolicyGradientConfig DPPO_TV =
            new PolicyGradientConfig(Estimate.DEFAULTS, DppoTv.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** verl's example of {@code loss_mode: dppo_tv}: weights up to 1e4. */
    public static final PolicyGradientConfig DPPO_TV_VERL = new PolicyGradientConfig(
            OF_VERL, new DppoTv(0.15, 0.15, TrustRegion.Form.WEIGHTED, 1e4), LossAggregation.TOKEN_MEAN);

    /** SkyRL with {@code policy_loss_type: dppo}: bounds of 0.2, and the gradient through the ratio. */
    public static final PolicyGradientConfig DPPO_TV_SKYRL = new PolicyGradientConfig(
            OF_VERL, new DppoTv(0.2, 0.2, TrustRegion.Form.RATIO, 20), LossAggregation.TOKEN_MEAN);

    /** DPPO, by the divergence of two outcomes: the token, and any other. */
    public static final PolicyGradientConfig DPPO_KL =
            new PolicyGradientConfig(Estimate.DEFAULTS, DppoKl.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** verl's example of {@code loss_mode: dppo_kl}: weights up to 1e4. */
    public static final PolicyGradientConfig DPPO_KL_VERL = new PolicyGradientConfig(
            OF_VERL, new DppoKl(0.05, 0.05, TrustRegion.Form.WEIGHTED, 1e4), LossAggregation.TOKEN_MEAN);

    /** SkyRL with {@code dppo_type: binary_kl}: the gradient through the ratio. */
    public static final PolicyGradientConfig DPPO_KL_SKYRL = new PolicyGradientConfig(
            OF_VERL, new DppoKl(0.05, 0.05, TrustRegion.Form.RATIO, 20), LossAggregation.TOKEN_MEAN);

    /** prime-rl: distance from the group's mean, DPPO's mask, and a squared log-ratio. */
    public static final PolicyGradientConfig PRIME_DPPO_KL =
            new PolicyGradientConfig(CENTRED, PrimeDppoKl.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** prime-rl with its IPO mask, whatever the advantage. */
    public static final PolicyGradientConfig PRIME_IPO =
            new PolicyGradientConfig(CENTRED, PrimeIpo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** LUSPO: GSPO whose tokens weigh alike in long and short responses. */
    public static final PolicyGradientConfig LUSPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Luspo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** TRL with {@code loss_type="luspo"}: epsilon 1e-4. */
    public static final PolicyGradientConfig LUSPO_TRL =
            new PolicyGradientConfig(OF_TRL, Luspo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** VESPO: the true ratio of a response, tamed by a smooth weight. */
    public static final PolicyGradientConfig VESPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Vespo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** TRL with {@code loss_type="vespo"}: epsilon 1e-4. */
    public static final PolicyGradientConfig VESPO_TRL =
            new PolicyGradientConfig(OF_TRL, Vespo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** CE-GPPO: clipped tokens keep a bounded gradient. */
    public static final PolicyGradientConfig CE_GPPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, CeGppo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * GPPO: clipped tokens keep their gradient as far as the bound.
     *
     * @see <a href="https://arxiv.org/abs/2508.07629">Klear-Reasoner</a>
     */
    public static final PolicyGradientConfig GPPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, new CeGppo(0.2, 0.2, 1, 1, 10), LossAggregation.TOKEN_MEAN);

    /** Archer: wide bounds where the policy hesitates, narrow ones and a divergence elsewhere. */
    public static final PolicyGradientConfig ARCHER =
            new PolicyGradientConfig(Estimate.DEFAULTS, Archer.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** DisCO: log-likelihoods, and the worst wrong responses. */
    public static final PolicyGradientConfig DISCO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Disco.DEFAULTS, LossAggregation.PROMPT_MEAN);

    /** DisCO-b: log-likelihoods, and the mean of the wrong responses. */
    public static final PolicyGradientConfig DISCO_BASIC =
            new PolicyGradientConfig(Estimate.DEFAULTS, Disco.BASIC, LossAggregation.PROMPT_MEAN);

    /** DisCO with ratios as scores, and a tau of 1. */
    public static final PolicyGradientConfig DISCO_RATIO = new PolicyGradientConfig(
            Estimate.DEFAULTS, new Disco(Disco.Score.RATIO, 1, 1e3, 1e-4), LossAggregation.PROMPT_MEAN);

    /** NFT: right responses are imitated, wrong ones train an implicit negative policy. */
    public static final PolicyGradientConfig NFT =
            new PolicyGradientConfig(Estimate.DEFAULTS, Nft.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** Rejection fine-tuning: right responses alone. */
    public static final PolicyGradientConfig NFT_REJECTION = new PolicyGradientConfig(
            Estimate.DEFAULTS, new Nft(0, 1, Nft.PromptWeight.WRONG_SHARE, 0.02), LossAggregation.TOKEN_MEAN);

    /** Kimi k1.5: distance from the group's mean, REINFORCE and a squared log-ratio per token. */
    public static final PolicyGradientConfig KIMI_PG =
            new PolicyGradientConfig(CENTRED, KimiPg.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** Kimi k1.5 as its paper writes it: the squared log-ratio of whole responses. */
    public static final PolicyGradientConfig KIMI_PG_PAPER = new PolicyGradientConfig(
            CENTRED, new KimiPg(0.1, KimiPg.Level.RESPONSE), LossAggregation.SEQ_MEAN_TOKEN_SUM);

    /** GLM-5: ratios to the policy that sampled, within bounds or not at all. */
    public static final PolicyGradientConfig ROLLOUT_IS =
            new PolicyGradientConfig(Estimate.DEFAULTS, RolloutIs.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** TOPR: a negative advantage weighs no more than its response's ratio. */
    public static final PolicyGradientConfig TOPR =
            new PolicyGradientConfig(CENTRED, Topr.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_SUM);

    /** ROLL with {@code pg_variant: topr}: ratios of tokens to the step's start. */
    public static final PolicyGradientConfig TOPR_ROLL =
            new PolicyGradientConfig(CENTRED, new Topr(Topr.Level.TOKEN, 1, Anchor.OLD), LossAggregation.TOKEN_MEAN);

    /** Decoupled PPO: a clip around the step's start, and a weight for what differs between that and the rollouts. */
    public static final PolicyGradientConfig DECOUPLED_PPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, DecoupledPpo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** The clip with DeepSeek-V3.2's off-policy sequence masking. */
    public static final PolicyGradientConfig OPSM =
            new PolicyGradientConfig(Estimate.DEFAULTS, Opsm.DEFAULTS, LossAggregation.TOKEN_MEAN);

    public PolicyGradientConfig {
        check(
                !(loss.perResponse() && advantage.perToken()),
                "the loss %s takes a response for one action, with one advantage, but the advantage %s differs from token to"
                        + " token. Choose an advantage per response, or a loss per token such as clip or gspo",
                loss,
                advantage);
        check(
                loss.aggregations().contains(aggregation),
                "the loss %s takes its own mean, so aggregation must be %s, got %s",
                loss,
                loss.aggregations(),
                aggregation);
        check(
                !loss.requirements().groupsTogether()
                        || advantage.requirements().minimumGroupSize() > 1,
                "the loss %s tells right responses to a prompt from wrong ones by the sign of the advantage, but the advantage"
                        + " %s compares with nothing of the group. Choose a baseline of the group, such as GROUP_MEAN",
                loss,
                advantage);
    }
}
