package org.reason4j.api.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.data.TokenBatch;

/**
 * Metrics of a loss with clipped ratios, for every optimizer that has one; each is a mean over learned tokens.
 *
 * <ul>
 *   <li>{@code policy/ratio_mean}: the ratio that the loss reads
 *   <li>{@code policy/kl_old}: {@code oldLogprobs - logprobs}, in nats
 *   <li>{@code policy/clip_fraction_low}: {@code A < 0} and a ratio below the lower bound; the gradient is 0 there
 *   <li>{@code policy/clip_fraction_high}: {@code A > 0} and a ratio above the upper bound; likewise
 *   <li>{@code policy/clip_fraction_dual}: {@code A < 0} and a ratio above the dual clip; only with one
 *   <li>{@code policy/clip_fraction_delta}: {@code A < 0} and a ratio above the two-sided clip; only with one
 * </ul>
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class RatioMetrics {

    private final TokenBatch batch;
    private final NDArray ratio;
    private final NDArray advantages;

    private RatioMetrics(TokenBatch batch, NDArray ratio, NDArray advantages) {
        this.batch = batch;
        this.ratio = ratio;
        this.advantages = advantages;
    }

    /**
     * Reports {@code policy/ratio_mean} and {@code policy/kl_old}.
     *
     * @param ratio the loss's ratio, {@code [B, T]}; its gradient is not followed
     * @param advantages 0 outside the mask, {@code [B, T]}
     */
    public static RatioMetrics of(TokenBatch batch, NDArray ratio, NDArray advantages) {
        NDArray constant = ratio.stopGradient();
        batch.metric("policy/ratio_mean", constant);
        batch.metric(
                "policy/kl_old",
                batch.learned(batch.oldLogprobs().sub(batch.logprobs().stopGradient())));
        return new RatioMetrics(batch, constant, advantages);
    }

    /** Reports the shares of tokens on which each bound of a surrogate acts. */
    public void clips(ClippedSurrogate surrogate) {
        clips(1 - surrogate.low(), 1 + surrogate.high());
        if (surrogate.dual() > 0) {
            share("policy/clip_fraction_dual", advantages.lt(0).logicalAnd(ratio.gt(surrogate.dual())));
        }
        if (surrogate.delta() > 0) {
            share("policy/clip_fraction_delta", advantages.lt(0).logicalAnd(ratio.gt(surrogate.delta())));
        }
    }

    /** Reports the shares of tokens whose ratio left {@code [least, most]} in the direction that the advantage pushes. */
    public void clips(double least, double most) {
        share("policy/clip_fraction_low", advantages.lt(0).logicalAnd(ratio.lt(least)));
        share("policy/clip_fraction_high", advantages.gt(0).logicalAnd(ratio.gt(most)));
    }

    /** Reports the share of tokens whose ratio is outside {@code [least, most]}, under a name of the caller's. */
    public void outside(String name, double least, double most) {
        share(name, ratio.lt(least).logicalOr(ratio.gt(most)));
    }

    private void share(String name, NDArray condition) {
        batch.metric(name, condition.toType(DataType.FLOAT32, false));
    }
}
