package org.reason4j.api.optimizer;

import ai.djl.ndarray.NDArray;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;

/**
 * A whole PPO loss: {@link ClippedSurrogate} of log-ratios clamped to 20, its metrics, and the sum over tokens.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high}, {@code
 * policy/kl_old} (old less new log-probability) and {@code policy/ratio_mean}.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">PPO, equation 7</a>
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class ClippedObjective {

    private static final double LARGEST_LOG_RATIO = 20;

    private final double clipLow;
    private final double clipHigh;
    private final LossAggregation aggregation;

    private ClippedObjective(double clipLow, double clipHigh, LossAggregation aggregation) {
        this.clipLow = clipLow;
        this.clipHigh = clipHigh;
        this.aggregation = aggregation;
    }

    /**
     * An objective.
     *
     * @param clipLow how far a ratio may fall below 1
     * @param clipHigh how far it may rise above 1
     * @param aggregation how token losses become one number
     */
    public static ClippedObjective of(double clipLow, double clipHigh, LossAggregation aggregation) {
        return new ClippedObjective(clipLow, clipHigh, aggregation);
    }

    /** Returns this micro-batch's share of the loss; a scalar. */
    public NDArray loss(TokenBatch batch) {
        NDArray logRatio = batch.learned(batch.logprobs().sub(batch.oldLogprobs()));
        NDArray advantages = batch.learned(batch.advantages());
        NDArray ratio = logRatio.clip(-LARGEST_LOG_RATIO, LARGEST_LOG_RATIO).exp();
        ClippedSurrogate surrogate = ClippedSurrogate.of(clipLow, clipHigh);
        RatioMetrics.of(batch, ratio, advantages).clips(surrogate);
        return batch.aggregate(surrogate.perToken(ratio, advantages), aggregation);
    }
}
