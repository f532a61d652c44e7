package org.reason4j.optimizer.grpo.loss;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.ResponseRatio;

/**
 * The clip of a whole response's ratio, the geometric mean of those of its tokens, by {@link ResponseRatio#geometricMean} and
 * {@link ClippedSurrogate}. Tokens of a response may have different advantages (GSPO-token).
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high} and
 * {@code policy/ratio_mean} of the response's ratio, and {@code policy/kl_old}.
 *
 * @param clipLow distance of the lower clip bound of a response's ratio from 1, in (0, 1); a mean over many tokens moves
 *     far less than a single token's ratio
 * @param clipHigh distance of the upper clip bound from 1
 * @see <a href="https://arxiv.org/abs/2507.18071">GSPO, equations 5, 7 and 14</a>
 */
public record Gspo(double clipLow, double clipHigh) implements PolicyLoss {

    /** The bounds of the paper's experiments, section 5.1. */
    public static final Gspo DEFAULTS = new Gspo(3e-4, 4e-4);

    public Gspo {
        ClippedSurrogate.validate("gspo", clipLow, clipHigh);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = ResponseRatio.geometricMean(tokens);
        ClippedSurrogate surrogate = ClippedSurrogate.of(clipLow, clipHigh);
        RatioMetrics.of(batch, ratio, tokens.advantages()).clips(surrogate);
        return batch.aggregate(surrogate.perToken(ratio, tokens.advantages()), aggregation);
    }
}
