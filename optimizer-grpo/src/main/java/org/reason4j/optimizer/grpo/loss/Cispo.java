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
 * A truncated importance weight: every token keeps its gradient.
 *
 * <p>{@code x = -w A logprob} with the weight {@code w = clip(ratio, minWeight, maxWeight)} held constant. Its gradient,
 * {@code -w A}, is never 0 where {@code A} is not. A factor on a token's advantage is a factor on its loss and gradient.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/weight_bounded}, the share whose ratio is outside the bounds;
 * {@code policy/ratio_mean}; {@code policy/kl_old} or, anchored on the behaviour, {@code policy/kl_behaviour}.
 *
 * @param minWeight least weight of a token, in [0, 1); 0 for no lower bound, as in the paper
 * @param maxWeight largest weight of a token, above 1
 * @param anchor the policy that the ratio compares with; {@code BEHAVIOUR} in ScaleRL
 * @see <a href="https://arxiv.org/abs/2506.13585">MiniMax-M1, equations 4 and 5</a>
 */
public record Cispo(double minWeight, double maxWeight, Anchor anchor) implements PolicyLoss {

    /** Weights up to 5 (ScaleRL). */
    public static final Cispo DEFAULTS = new Cispo(0, 5, Anchor.OLD);

    /** Largest absolute log-ratio of a token. */
    private static final double MOST = 20;

    public Cispo {
        validate(minWeight, maxWeight);
    }

    /** Refuses impossible bounds by the name of their setting. */
    public static void validate(double minWeight, double maxWeight) {
        check(minWeight >= 0 && minWeight < 1, "cispo.minWeight must be in [0, 1), got %s", minWeight);
        check(maxWeight > 1 && Double.isFinite(maxWeight), "cispo.maxWeight must be greater than 1, got %s", maxWeight);
    }

    @Override
    public Requirements requirements() {
        return anchor.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, anchor);
        NDArray ratio = tokens.logRatio(MOST).exp().stopGradient();
        AnchoredMetrics.report(tokens, ratio, anchor);
        batch.metric("policy/weight_bounded", Signs.number(ratio.lt(minWeight).logicalOr(ratio.gt(maxWeight))));
        NDArray weight = ratio.clip(minWeight, maxWeight).stopGradient();
        return batch.aggregate(
                weight.mul(tokens.advantages()).mul(tokens.logprobs()).neg(), aggregation);
    }
}
