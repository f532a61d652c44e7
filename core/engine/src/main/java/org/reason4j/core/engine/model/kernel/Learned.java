package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDList;

/**
 * The gradients that a backward pass adds to.
 *
 * @param grads gradients of the weights, in the order of the weights; without elements for one that is not trained
 * @param adapters factors of low-rank adapters and their gradients, four tensors each, see {@code backward} in
 *     {@code kernels.py}; empty where there are none
 * @param spans the adapters of each weight and their first rows, see there; empty where there are none
 */
public record Learned(NDList grads, NDList adapters, long[] spans) {

    /** Gradients of weights alone. */
    public static Learned weights(NDList grads) {
        return new Learned(grads, new NDList(), new long[0]);
    }
}
