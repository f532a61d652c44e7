package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;

/** Streams of a batch with 0 on everything that is not learned. */
final class Learned {

    private Learned() {}

    /** Returns {@code logprobs - oldLogprobs}, within {@code clamp}; 0 for no clamp. */
    static NDArray logRatio(TokenBatch batch, double clamp) {
        NDArray logRatio = batch.learned(batch.logprobs()).sub(batch.learned(batch.oldLogprobs()));
        return clamp > 0 ? logRatio.clip(-clamp, clamp) : logRatio;
    }
}
