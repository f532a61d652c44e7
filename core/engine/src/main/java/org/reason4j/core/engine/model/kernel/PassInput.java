package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;

/**
 * Tokens of a pass through the layers.
 *
 * @param ids token ids, those of one row after the other, right-padded
 * @param positions flat position before each scored token, {@code [N]}
 * @param shape {@code B, T, G, S}: rows and tokens of each, then responses to each row and tokens of each; G is 0 where the rows
 *     are whole sequences
 * @param lengths tokens of each row that are none of the padding, {@code [B]}, where responses follow; else empty
 * @param recompute whether only each layer's input is kept, and the rest computed again in the backward pass
 * @param fused whether attention is fused, which never holds all of its weights
 */
public record PassInput(
        NDArray ids, NDArray positions, long[] shape, NDArray lengths, boolean recompute, boolean fused) {}
