package org.reason4j.optimizer.mixed.demonstration;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;

/** The loss per token of rows that are learned from by their ratio {@code exp(l - lo)}, clipped or not, and its metrics. */
final class OwnRatio {

    private static final double LARGEST_LOG_RATIO = 20;

    private OwnRatio() {}

    /**
     * Returns the loss of each token, {@code [B, T]}; 0 on other rows.
     *
     * @param own 1 on rows that have a ratio, else 0, {@code [B, 1]}
     * @param clipLow how far a ratio may fall below 1; 0 for no clip at all
     * @param clipHigh how far it may rise above 1
     */
    static NDArray loss(TokenBatch batch, NDArray own, double clipLow, double clipHigh) {
        NDArray logRatio =
                batch.learned(batch.logprobs().sub(batch.oldLogprobs())).mul(own);
        NDArray advantages = batch.learned(batch.advantages()).mul(own);
        NDArray ratio = logRatio.clip(-LARGEST_LOG_RATIO, LARGEST_LOG_RATIO).exp();
        RatioMetrics metrics = RatioMetrics.of(batch, ratio, advantages);
        if (clipLow == 0) {
            return ratio.mul(advantages).neg();
        }
        ClippedSurrogate surrogate = ClippedSurrogate.of(clipLow, clipHigh);
        metrics.clips(surrogate);
        return surrogate.perToken(ratio, advantages);
    }
}
