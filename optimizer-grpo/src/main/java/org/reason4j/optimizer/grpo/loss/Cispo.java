package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;

/**
 * A truncated importance weight: every token keeps its gradient.
 *
 * <p>{@code x = -w A logprob} with the weight {@code w = clip(ratio, minWeight, maxWeight)} held constant. Its gradient,
 * {@code -w A}, is never 0 where {@code A} is not. A factor on a token's advantage is a factor on its loss and gradient.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/weight_bounded}, the share whose ratio is outside the bounds;
 * {@code policy/ratio_mean}; {@code policy/kl_old}.
 *
 * @param minWeight least weight of a token, in [0, 1); 0 for no lower bound, as in the paper
 * @param maxWeight largest weight of a token, above 1
 * @see <a href="https://arxiv.org/abs/2506.13585">MiniMax-M1, equations 4 and 5</a>
 */
public record Cispo(double minWeight, double maxWeight) implements PolicyLoss {

    /** Weights up to 5 (ScaleRL). */
    public static final Cispo DEFAULTS = new Cispo(0, 5);

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
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(MOST).exp().stopGradient();
        RatioMetrics.of(batch, ratio, tokens.advantages()).outside("policy/weight_bounded", minWeight, maxWeight);
        NDArray weight = ratio.clip(minWeight, maxWeight).stopGradient();
        return batch.aggregate(
                weight.mul(tokens.advantages()).mul(tokens.logprobs()).neg(), aggregation);
    }
}
