package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.AnchoredMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * Variational sequence-level soft policy optimization: the true ratio of a whole response, tamed by a smooth weight.
 *
 * <p>{@code x = -phi(w) A logprob} with {@code w = exp(sum_t d_t)}, the product of the response's ratios, and {@code phi(w) =
 * w^k exp(lambda (1 - w))} held constant. {@code phi(1) = 1}; responses that became much likelier or much less likely fade
 * out. {@code ln w} is kept within {@code ln 1e-8} and 20.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/weight_mean}, the mean of {@code phi}; {@code
 * policy/weight_vanished}, the share with a {@code phi} below 0.1; {@code policy/ratio_mean}, of tokens; {@code
 * policy/kl_old} or, anchored on the behaviour, {@code policy/kl_behaviour}.
 *
 * @param kPositive power of the ratio where the advantage is at least 0, above 0
 * @param lambdaPositive decay by the ratio there, above 0
 * @param kNegative power of the ratio where the advantage is negative, above 0
 * @param lambdaNegative decay by the ratio there, above 0
 * @param anchor the policy that the ratio compares with
 * @see <a href="https://arxiv.org/abs/2602.10693">VESPO</a>
 */
public record Vespo(double kPositive, double lambdaPositive, double kNegative, double lambdaNegative, Anchor anchor)
        implements PolicyLoss {

    /** The numbers of the authors' code and of TRL. */
    public static final Vespo DEFAULTS = new Vespo(2, 3, 3, 2, Anchor.OLD);

    private static final double LEAST = Math.log(1e-8);
    private static final double MOST = 20;

    public Vespo {
        positive("kPositive", kPositive);
        positive("lambdaPositive", lambdaPositive);
        positive("kNegative", kNegative);
        positive("lambdaNegative", lambdaNegative);
    }

    private static void positive(String name, double value) {
        check(value > 0 && Double.isFinite(value), "vespo.%s must be above 0, got %s", name, value);
    }

    @Override
    public boolean perResponse() {
        return true;
    }

    @Override
    public Requirements requirements() {
        return anchor.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, anchor);
        NDArray weight = weight(tokens);
        AnchoredMetrics.report(tokens, tokens.logRatio(20).exp(), anchor);
        batch.metric("policy/weight_mean", weight);
        batch.metric("policy/weight_vanished", Signs.number(weight.lt(0.1)));
        return batch.aggregate(
                weight.mul(tokens.advantages()).mul(tokens.logprobs()).neg(), aggregation);
    }

    /** {@code phi} on each token, {@code [B, T]}; constant. */
    private NDArray weight(LearnedTokens tokens) {
        NDArray logRatio = tokens.sums(tokens.logRatio(0)).stopGradient().clip(LEAST, MOST);
        NDArray good = tokens.advantages().gte(0);
        NDArray k = Signs.either(good, kPositive, kNegative);
        NDArray lambda = Signs.either(good, lambdaPositive, lambdaNegative);
        NDArray beyond = logRatio.exp().neg().add(1);
        return k.mul(logRatio).add(lambda.mul(beyond)).exp().stopGradient();
    }
}
