package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.RatioMetrics;

/**
 * Clipped importance-sampling policy optimization: bounds the weight of a token but keeps its gradient, so that rare
 * and important tokens, such as a change of mind, are learned at every update. {@link Advantages} and {@link
 * TruncatedWeight}, wired to the batch.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/weight_bounded}, the share whose ratio is outside the bounds;
 * {@code policy/ratio_mean}; {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2506.13585">MiniMax-M1, equations 4 and 5</a>
 */
public record Cispo(CispoConfig config) implements CriticFreeOptimizer {

    @Override
    public AdvantageConfig advantage() {
        return config.advantage();
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(20).exp().stopGradient();
        RatioMetrics.of(batch, ratio, tokens.advantages())
                .outside("policy/weight_bounded", config.minWeight(), config.maxWeight());
        return batch.aggregate(TruncatedWeight.perToken(tokens, ratio, config), config.aggregation());
    }
}
