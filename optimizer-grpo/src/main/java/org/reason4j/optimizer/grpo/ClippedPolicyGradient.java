package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;

/**
 * Any advantage with the clipped loss per token: {@link Advantages} and {@link ClippedSurrogate}, wired to the batch. With
 * other settings it is REINFORCE++, its variant with a baseline, or ReMax; {@link Grpo} is built on it, too.
 *
 * <p>Metrics: those of {@link RatioMetrics}.
 */
public record ClippedPolicyGradient(ClippedConfig config) implements CriticFreeOptimizer {

    @Override
    public AdvantageConfig advantage() {
        return config.advantage();
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(config.logRatioClamp()).exp();
        ClippedSurrogate surrogate = config.surrogate();
        RatioMetrics.of(batch, ratio, tokens.advantages()).clips(surrogate);
        return batch.aggregate(surrogate.perToken(ratio, tokens.advantages()), config.aggregation());
    }
}
