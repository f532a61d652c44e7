package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.reason4j.api.data.TokenBatch;

/** Streams of a batch with 0 on everything that is not learned. */
final class Learned {

    private Learned() {}

    /** Selects instead of multiplying: a mask does not remove an infinity, nor its gradient. */
    static NDArray only(TokenBatch batch, NDArray values) {
        return NDArrays.where(batch.mask().gt(0), values, values.zerosLike());
    }

    /** Returns {@code logprobs - oldLogprobs}, within {@code clamp}; 0 for no clamp. */
    static NDArray logRatio(TokenBatch batch, double clamp) {
        NDArray logRatio = only(batch, batch.logprobs()).sub(only(batch, batch.oldLogprobs()));
        return clamp > 0 ? logRatio.clip(-clamp, clamp) : logRatio;
    }
}
