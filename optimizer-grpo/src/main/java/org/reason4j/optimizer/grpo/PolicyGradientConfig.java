package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Advantage;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;
import org.reason4j.optimizer.grpo.loss.Archer;
import org.reason4j.optimizer.grpo.loss.CeGppo;
import org.reason4j.optimizer.grpo.loss.Clip;
import org.reason4j.optimizer.grpo.loss.Disco;
import org.reason4j.optimizer.grpo.loss.DppoKl;
import org.reason4j.optimizer.grpo.loss.DppoTv;
import org.reason4j.optimizer.grpo.loss.KimiPg;
import org.reason4j.optimizer.grpo.loss.Luspo;
import org.reason4j.optimizer.grpo.loss.Nft;
import org.reason4j.optimizer.grpo.loss.PolicyLoss;
import org.reason4j.optimizer.grpo.loss.PrimeDppoKl;
import org.reason4j.optimizer.grpo.loss.PrimeIpo;
import org.reason4j.optimizer.grpo.loss.Sapo;
import org.reason4j.optimizer.grpo.loss.Vespo;
import org.reason4j.optimizer.grpo.tokens.TrustRegion;

/**
 * Parts of a policy gradient.
 *
 * @param advantage the estimate of how much better a response, or a token, is than expected
 * @param loss what the advantages make of the log-probabilities
 * @param aggregation reduction of token losses to one number
 */
public record PolicyGradientConfig(Advantage advantage, PolicyLoss loss, LossAggregation aggregation) {

    /** Group relative advantages, a symmetric clip and the mean over all tokens of the mini-batch, as {@code grpo} has them. */
    public static final PolicyGradientConfig DEFAULTS =
            new PolicyGradientConfig(Estimate.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

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
    static final PolicyGradientConfig SAPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Sapo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** verl with {@code loss_mode: sapo}: a lone response keeps its raw reward. */
    static final PolicyGradientConfig SAPO_VERL =
            new PolicyGradientConfig(OF_VERL, Sapo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** TRL with {@code loss_type="sapo"}: epsilon 1e-4. */
    static final PolicyGradientConfig SAPO_TRL =
            new PolicyGradientConfig(OF_TRL, Sapo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** DPPO, by how much the probability of a token moved. */
    static final PolicyGradientConfig DPPO_TV =
            new PolicyGradientConfig(Estimate.DEFAULTS, DppoTv.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** verl's example of {@code loss_mode: dppo_tv}: weights up to 1e4. */
    static final PolicyGradientConfig DPPO_TV_VERL = new PolicyGradientConfig(
            OF_VERL, new DppoTv(0.15, 0.15, TrustRegion.Form.WEIGHTED, 1e4), LossAggregation.TOKEN_MEAN);

    /** SkyRL with {@code policy_loss_type: dppo}: bounds of 0.2, and the gradient through the ratio. */
    static final PolicyGradientConfig DPPO_TV_SKYRL = new PolicyGradientConfig(
            OF_VERL, new DppoTv(0.2, 0.2, TrustRegion.Form.RATIO, 20), LossAggregation.TOKEN_MEAN);

    /** DPPO, by the divergence of two outcomes: the token, and any other. */
    static final PolicyGradientConfig DPPO_KL =
            new PolicyGradientConfig(Estimate.DEFAULTS, DppoKl.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** verl's example of {@code loss_mode: dppo_kl}: weights up to 1e4. */
    static final PolicyGradientConfig DPPO_KL_VERL = new PolicyGradientConfig(
            OF_VERL, new DppoKl(0.05, 0.05, TrustRegion.Form.WEIGHTED, 1e4), LossAggregation.TOKEN_MEAN);

    /** SkyRL with {@code dppo_type: binary_kl}: the gradient through the ratio. */
    static final PolicyGradientConfig DPPO_KL_SKYRL = new PolicyGradientConfig(
            OF_VERL, new DppoKl(0.05, 0.05, TrustRegion.Form.RATIO, 20), LossAggregation.TOKEN_MEAN);

    /** prime-rl: distance from the group's mean, DPPO's mask, and a squared log-ratio. */
    static final PolicyGradientConfig PRIME_DPPO_KL =
            new PolicyGradientConfig(CENTRED, PrimeDppoKl.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** prime-rl with its IPO mask, whatever the advantage. */
    static final PolicyGradientConfig PRIME_IPO =
            new PolicyGradientConfig(CENTRED, PrimeIpo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** LUSPO: GSPO whose tokens weigh alike in long and short responses. */
    static final PolicyGradientConfig LUSPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Luspo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** TRL with {@code loss_type="luspo"}: epsilon 1e-4. */
    static final PolicyGradientConfig LUSPO_TRL =
            new PolicyGradientConfig(OF_TRL, Luspo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    /** VESPO: the true ratio of a response, tamed by a smooth weight. */
    static final PolicyGradientConfig VESPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Vespo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** TRL with {@code loss_type="vespo"}: epsilon 1e-4. */
    static final PolicyGradientConfig VESPO_TRL =
            new PolicyGradientConfig(OF_TRL, Vespo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** CE-GPPO: clipped tokens keep a bounded gradient. */
    static final PolicyGradientConfig CE_GPPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, CeGppo.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /**
     * GPPO: clipped tokens keep their gradient as far as the bound.
     *
     * @see <a href="https://arxiv.org/abs/2508.07629">Klear-Reasoner</a>
     */
    static final PolicyGradientConfig GPPO =
            new PolicyGradientConfig(Estimate.DEFAULTS, new CeGppo(0.2, 0.2, 1, 1, 10), LossAggregation.TOKEN_MEAN);

    /** Archer: wide bounds where the policy hesitates, narrow ones and a divergence elsewhere. */
    static final PolicyGradientConfig ARCHER =
            new PolicyGradientConfig(Estimate.DEFAULTS, Archer.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** DisCO: log-likelihoods, and the worst wrong responses. */
    static final PolicyGradientConfig DISCO =
            new PolicyGradientConfig(Estimate.DEFAULTS, Disco.DEFAULTS, LossAggregation.PROMPT_MEAN);

    /** DisCO-b: log-likelihoods, and the mean of the wrong responses. */
    static final PolicyGradientConfig DISCO_BASIC =
            new PolicyGradientConfig(Estimate.DEFAULTS, Disco.BASIC, LossAggregation.PROMPT_MEAN);

    /** DisCO with ratios as scores, and a tau of 1. */
    static final PolicyGradientConfig DISCO_RATIO = new PolicyGradientConfig(
            Estimate.DEFAULTS, new Disco(Disco.Score.RATIO, 1, 1e3, 1e-4), LossAggregation.PROMPT_MEAN);

    /** NFT: right responses are imitated, wrong ones train an implicit negative policy. */
    static final PolicyGradientConfig NFT =
            new PolicyGradientConfig(Estimate.DEFAULTS, Nft.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** Rejection fine-tuning: right responses alone. */
    static final PolicyGradientConfig NFT_REJECTION = new PolicyGradientConfig(
            Estimate.DEFAULTS, new Nft(0, 1, Nft.PromptWeight.WRONG_SHARE, 0.02), LossAggregation.TOKEN_MEAN);

    /** Kimi k1.5: distance from the group's mean, REINFORCE and a squared log-ratio per token. */
    static final PolicyGradientConfig KIMI_PG =
            new PolicyGradientConfig(CENTRED, KimiPg.DEFAULTS, LossAggregation.TOKEN_MEAN);

    /** Kimi k1.5 as its paper writes it: the squared log-ratio of whole responses. */
    static final PolicyGradientConfig KIMI_PG_PAPER = new PolicyGradientConfig(
            CENTRED, new KimiPg(0.1, KimiPg.Level.RESPONSE), LossAggregation.SEQ_MEAN_TOKEN_SUM);

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
