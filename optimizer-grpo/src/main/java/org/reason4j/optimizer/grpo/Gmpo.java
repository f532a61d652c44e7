package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.RatioMetrics;

/**
 * Geometric-mean policy optimization: the mean of a response's ratios is geometric, so that no single token dominates it.
 * {@link Advantages} and {@link GeometricMeanSurrogate}, wired to the batch; the mean is over responses (equation 4).
 *
 * <p>Advantages that differ within a response act by their mean: so does a token-level importance weight on them.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}: {@code A < 0} and the token's log-ratio
 * below {@code -clipLow}, where its gradient is 0; {@code policy/clip_fraction_high}: {@code A > 0} and above
 * {@code clipHigh}, likewise; {@code policy/ratio_mean}, of tokens; {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2507.20673">GMPO, equation 4</a>
 */
public record Gmpo(GmpoConfig config) implements CriticFreeOptimizer {

    @Override
    public AdvantageConfig advantage() {
        return config.advantage();
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray logRatio = tokens.logRatio(20);
        NDArray ratio = logRatio.stopGradient().exp();
        RatioMetrics.of(batch, ratio, tokens.advantages())
                .clips(Math.exp(-config.clipLow()), Math.exp(config.clipHigh()));
        return batch.aggregate(
                GeometricMeanSurrogate.perToken(tokens, logRatio, config), LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    }
}
