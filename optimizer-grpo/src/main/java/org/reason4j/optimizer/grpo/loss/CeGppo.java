package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * Gradient-preserving policy optimization that controls entropy: a clipped token keeps a bounded gradient instead of none.
 *
 * <p>{@code x = -A ratio} within the bounds; {@code x = -betaLow (1 - clipLow) A ratio/sg[ratio]} where {@code A < 0} and the
 * ratio is below {@code 1 - clipLow}; {@code x = -betaHigh (1 + clipHigh) A ratio/sg[ratio]} where {@code A > 0} and it is
 * above {@code 1 + clipHigh}; then at most {@code -dualClip A} where {@code A < 0}. Gradients of improbable good tokens keep
 * entropy up, those of improbable bad ones take it down: the two factors balance them.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low} and {@code policy/clip_fraction_high}, of
 * tokens whose gradient is bounded; {@code policy/clip_fraction_dual}; {@code policy/ratio_mean}; {@code policy/kl_old}.
 *
 * @param clipLow distance of the lower bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper bound from 1, above 0
 * @param betaLow factor of the gradient below the lower bound, at least 0; 0 for none, as in PPO
 * @param betaHigh factor of the gradient above the upper bound, at least 0
 * @param dualClip bound on the ratio of tokens with a negative advantage, above 1; 0 for none
 * @see <a href="https://arxiv.org/abs/2509.20712">CE-GPPO</a>
 */
public record CeGppo(double clipLow, double clipHigh, double betaLow, double betaHigh, double dualClip)
        implements PolicyLoss {

    /** The authors' run of a model of 7B. */
    public static final CeGppo DEFAULTS = new CeGppo(0.2, 0.2, 0.75, 1, 10);

    public CeGppo {
        ClippedSurrogate.validate("ce-gppo", clipLow, clipHigh);
        check(betaLow >= 0 && Double.isFinite(betaLow), "ce-gppo.betaLow must be at least 0, got %s", betaLow);
        check(betaHigh >= 0 && Double.isFinite(betaHigh), "ce-gppo.betaHigh must be at least 0, got %s", betaHigh);
        check(
                dualClip == 0 || (dualClip > 1 && Double.isFinite(dualClip)),
                "ce-gppo.dualClip must be 0 (off) or greater than 1, got %s",
                dualClip);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(20).exp();
        RatioMetrics.of(batch, ratio, tokens.advantages())
                .clips(ClippedSurrogate.of(clipLow, clipHigh).withDual(dualClip));
        return batch.aggregate(perToken(ratio, tokens.advantages()), aggregation);
    }

    private NDArray perToken(NDArray ratio, NDArray advantages) {
        NDArray bad = advantages.lt(0);
        NDArray low = bad.logicalAnd(ratio.lt(1 - clipLow));
        NDArray high = advantages.gt(0).logicalAnd(ratio.gt(1 + clipHigh));
        NDArray onlyGradient = ratio.div(ratio.stopGradient());
        NDArray bounded = Signs.either(low, betaLow * (1 - clipLow), betaHigh * (1 + clipHigh))
                .mul(onlyGradient);
        NDArray kept = NDArrays.where(low.logicalOr(high), bounded, ratio);
        NDArray perToken = kept.mul(advantages).neg();
        if (dualClip == 0) {
            return perToken;
        }
        return NDArrays.where(bad, perToken.minimum(advantages.mul((float) -dualClip)), perToken);
    }
}
