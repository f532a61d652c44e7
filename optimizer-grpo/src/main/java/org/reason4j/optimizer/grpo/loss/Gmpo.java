package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;

/**
 * The geometric mean of a response's clipped ratios, as a loss on each of its tokens.
 *
 * <p>With {@code d} the log-ratio and {@code s} the sign of the advantage: {@code x = -A exp(mean_t c_t)},
 * {@code c = s min(s d, s clip(d, -clipLow, clipHigh))}. The clip is on the logarithm and acts on one side, that to which
 * the advantage pushes. A clipped token has no gradient but counts in the length. Advantages that differ within a response,
 * as a token-level importance weight makes them, act by their mean.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}: {@code A < 0} and the token's log-ratio
 * below {@code -clipLow}, where its gradient is 0; {@code policy/clip_fraction_high}: {@code A > 0} and above
 * {@code clipHigh}, likewise; {@code policy/ratio_mean}, of tokens; {@code policy/kl_old}.
 *
 * @param clipLow distance of the lower clip bound of a token's log-ratio from 0
 * @param clipHigh distance of the upper clip bound from 0
 * @see <a href="https://arxiv.org/abs/2507.20673">GMPO, equation 4</a>
 */
public record Gmpo(double clipLow, double clipHigh) implements PolicyLoss {

    /** Ratios within {@code (e^-0.4, e^0.4)}, as in the paper's experiments. */
    public static final Gmpo DEFAULTS = new Gmpo(0.4, 0.4);

    /** Largest absolute log-ratio of a token. */
    private static final double MOST = 20;

    public Gmpo {
        validate(clipLow, clipHigh);
    }

    /** Refuses impossible bounds by the name of their setting. */
    public static void validate(double clipLow, double clipHigh) {
        check(clipLow > 0 && Double.isFinite(clipLow), "gmpo.clipLow must be positive, got %s", clipLow);
        check(clipHigh > 0 && Double.isFinite(clipHigh), "gmpo.clipHigh must be positive, got %s", clipHigh);
    }

    @Override
    public boolean perResponse() {
        return true;
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray logRatio = tokens.logRatio(MOST);
        RatioMetrics.of(batch, logRatio.stopGradient().exp(), tokens.advantages())
                .clips(Math.exp(-clipLow), Math.exp(clipHigh));
        return batch.aggregate(perToken(tokens, logRatio), aggregation);
    }

    /** The loss of the response on each of its tokens, {@code [B, T]}. */
    private NDArray perToken(LearnedTokens tokens, NDArray logRatio) {
        NDArray sign = tokens.advantages().sign();
        NDArray clipped = logRatio.clip(-clipLow, clipHigh);
        NDArray bounded = sign.mul(sign.mul(logRatio).minimum(sign.mul(clipped)));
        NDArray ratio = tokens.means(bounded).exp();
        return tokens.onEachToken(ratio.mul(tokens.means(tokens.advantages())).neg());
    }
}
