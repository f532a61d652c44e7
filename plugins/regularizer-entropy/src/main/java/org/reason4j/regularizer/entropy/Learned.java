package org.reason4j.regularizer.entropy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.reason4j.api.data.TokenBatch;

/** Selects instead of multiplying: a mask does not remove an infinity, nor its gradient. */
final class Learned {

    private Learned() {}

    /** The values on learned tokens, else 0, {@code [B, T]}. */
    static NDArray only(TokenBatch batch, NDArray values) {
        return NDArrays.where(batch.mask().gt(0), values, values.zerosLike());
    }
}
