package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;

/**
 * Group sequence policy optimization: the clip acts on whole responses, because a reward is given to whole responses. {@link
 * Advantages}, {@link SequenceRatio#geometricMean} and {@link ClippedSurrogate}, wired to the batch.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high} and
 * {@code policy/ratio_mean} of the response's ratio, and {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2507.18071">GSPO, equations 5, 7 and 14</a>
 */
public record Gspo(GspoConfig config) implements CriticFreeOptimizer {

    @Override
    public AdvantageConfig advantage() {
        return config.advantage();
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = SequenceRatio.geometricMean(tokens);
        ClippedSurrogate surrogate = ClippedSurrogate.of(config.clipLow(), config.clipHigh());
        RatioMetrics.of(batch, ratio, tokens.advantages()).clips(surrogate);
        return batch.aggregate(surrogate.perToken(ratio, tokens.advantages()), config.aggregation());
    }
}
