package org.reason4j.sampler.tree;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.plugin.ConfigException;

/**
 * PPO's clipped objective: {@code -min(ratio * A, clip(ratio, 1 - clipLow, 1 + clipHigh) * A)} per token, with the
 * log-ratio clamped to 20.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high}, {@code
 * policy/kl_old} (old less new log-probability) and {@code policy/ratio_mean}.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">PPO, equation 7</a>
 */
record ClippedObjective(double clipLow, double clipHigh, LossAggregation aggregation) {

    private static final double LARGEST_LOG_RATIO = 20;

    /** Checks the bounds of {@code optimizer}'s settings. */
    static void check(String optimizer, double clipLow, double clipHigh) {
        ConfigException.check(clipLow > 0 && clipLow < 1, "%s.clipLow must be in (0, 1), got %s", optimizer, clipLow);
        ConfigException.check(
                clipHigh > 0 && Double.isFinite(clipHigh), "%s.clipHigh must be positive, got %s", optimizer, clipHigh);
    }

    /** Returns this micro-batch's share of the loss; a scalar. */
    NDArray loss(TokenBatch batch) {
        NDArray logRatio = learned(batch, batch.logprobs().sub(batch.oldLogprobs()));
        NDArray advantages = learned(batch, batch.advantages());
        NDArray ratio = logRatio.clip(-LARGEST_LOG_RATIO, LARGEST_LOG_RATIO).exp();
        NDArray clipped = ratio.clip(1 - clipLow, 1 + clipHigh);
        report(batch, logRatio.stopGradient(), ratio.stopGradient(), advantages);
        return batch.aggregate(
                ratio.mul(advantages).minimum(clipped.mul(advantages)).neg(), aggregation);
    }

    /** Selects instead of multiplying: a mask does not remove an infinity, nor its gradient. */
    private static NDArray learned(TokenBatch batch, NDArray values) {
        return NDArrays.where(batch.mask().gt(0), values, values.zerosLike());
    }

    private void report(TokenBatch batch, NDArray logRatio, NDArray ratio, NDArray advantages) {
        metric(batch, "policy/clip_fraction_low", advantages.lt(0).logicalAnd(ratio.lt(1 - clipLow)));
        metric(batch, "policy/clip_fraction_high", advantages.gt(0).logicalAnd(ratio.gt(1 + clipHigh)));
        batch.metric("policy/kl_old", logRatio.neg());
        batch.metric("policy/ratio_mean", ratio);
    }

    private static void metric(TokenBatch batch, String name, NDArray condition) {
        batch.metric(name, condition.toType(DataType.FLOAT32, false));
    }
}
