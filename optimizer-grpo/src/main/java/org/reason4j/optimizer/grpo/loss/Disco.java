package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.EnumSet;
import java.util.Set;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.Classes;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * Discriminative constrained optimization: the scores of right responses to a prompt rise above those of its wrong ones. No
 * prompt weighs more or less for its difficulty, and a divergence bounds the update instead of a clip.
 *
 * <p>The score of a response is the mean of {@code logprobs}, or of ratios, over its tokens. Of a prompt with right and wrong
 * responses the objective is {@code mean(right) - mean(wrong)}, or with {@code tau > 0}, which looks at the worst of the wrong
 * ones, {@code mean(right) - tau ln mean exp(wrong / tau)}. The loss is the mean over prompts of {@code -objective + sg[max(0,
 * beta (KL - delta))] KL}, with {@code KL = mean(ratio - 1 - d)} over all tokens of the prompt's responses; a prompt whose
 * responses are all right, or all wrong, has the second part alone. Right and wrong are by the sign of the advantage, see
 * {@link Classes}; its size does not matter.
 *
 * <p>Metrics: {@code policy/objective}, mean over prompts; {@code policy/constraint_share}, share of prompts whose divergence
 * is above {@code delta}; {@code policy/ratio_mean} and {@code policy/kl_old}, means over learned tokens.
 *
 * @param score what is compared
 * @param tau softness of the worst wrong response, at least 0; 0 for the mean of all wrong ones
 * @param beta factor of the penalty, at least 0
 * @param delta divergence that is free, in nats, at least 0
 * @see <a href="https://arxiv.org/abs/2505.12366">DisCO</a>
 */
public record Disco(Score score, double tau, double beta, double delta) implements PolicyLoss {

    /** What is compared. */
    public enum Score {
        /** The mean log-probability of a response's tokens (log-L). */
        LOGPROB,
        /** The mean ratio of a response's tokens (L-ratio). */
        RATIO
    }

    /** Log-likelihoods and the worst wrong response, as in the authors' run of a model of 7B. */
    public static final Disco DEFAULTS = new Disco(Score.LOGPROB, 10, 1e3, 1e-4);

    /** The mean of all wrong responses. */
    public static final Disco BASIC = new Disco(Score.LOGPROB, 0, 1e3, 1e-4);

    /** Stands for minus infinity in a sum of exponentials, and stays finite when multiplied by 0. */
    private static final float NEVER = -1e9f;

    /** Below the weight of any response in a mean. */
    private static final float LEAST = 1e-9f;

    public Disco {
        check(tau >= 0 && Double.isFinite(tau), "disco.tau must be at least 0, got %s", tau);
        check(beta >= 0 && Double.isFinite(beta), "disco.beta must be at least 0, got %s", beta);
        check(delta >= 0 && Double.isFinite(delta), "disco.delta must be at least 0, got %s", delta);
    }

    @Override
    public boolean perResponse() {
        return true;
    }

    @Override
    public Set<LossAggregation> aggregations() {
        return EnumSet.of(LossAggregation.PROMPT_MEAN);
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS)
                .withGroupsTogether()
                .groupsOf(2);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray logRatio = tokens.logRatio(20);
        NDArray ratio = logRatio.exp();
        RatioMetrics.of(batch, ratio, tokens.advantages());
        Classes classes = Classes.of(tokens);
        NDArray scores = tokens.means(score == Score.RATIO ? batch.mask().mul(ratio) : tokens.logprobs());
        NDArray objective = objective(batch, classes, scores);
        NDArray divergence = divergence(batch, classes, ratio.sub(1).sub(logRatio));
        NDArray over = divergence.stopGradient().sub((float) delta);
        NDArray penalty = over.maximum(0).mul((float) beta).mul(divergence);
        int prompts = Math.max(1, batch.totals().groups());
        batch.share("policy/objective", objective.sum().div(prompts));
        batch.share("policy/constraint_share", Signs.number(over.gt(0)).sum().div(prompts));
        return penalty.sub(objective).sum().div(batch.constant(prompts));
    }

    /** Of each prompt, {@code [1, prompts]}; 0 without both classes. */
    private NDArray objective(TokenBatch batch, Classes classes, NDArray scores) {
        NDArray right = scores.transpose().matMul(classes.means(batch, true));
        NDArray ofWrong = classes.means(batch, false);
        if (tau == 0) {
            return right.sub(scores.transpose().matMul(ofWrong));
        }
        NDArray isWrong = ofWrong.gt(0);
        NDArray scaled =
                scores.div(batch.constant(tau)).add(ofWrong.maximum(LEAST).log());
        NDArray terms = NDArrays.where(isWrong, scaled, scaled.zerosLike().add(NEVER));
        NDArray largest = terms.stopGradient().max(new int[] {0}, true);
        NDArray logMean =
                terms.sub(largest).exp().sum(new int[] {0}, true).log().add(largest);
        NDArray isDivided =
                Signs.number(Signs.number(isWrong).sum(new int[] {0}, true).gt(0));
        return right.sub(logMean.mul(isDivided).mul(batch.constant(tau)));
    }

    /** The mean over the tokens of each prompt, {@code [1, prompts]}. */
    private static NDArray divergence(TokenBatch batch, Classes classes, NDArray perToken) {
        NDArray members = classes.membership(batch);
        NDArray tokens = batch.lengths().transpose().matMul(members).maximum(1);
        return batch.rowSums(perToken).transpose().matMul(members).div(tokens);
    }
}
