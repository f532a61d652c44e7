package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;

/**
 * Tokens of a pass through the layers.
 *
 * @param ids token ids, {@code [B, T]}, right-padded
 * @param positions flat position before each scored token, {@code [N]}
 * @param recompute whether only each layer's input is kept, and the rest computed again in the backward pass
 * @param fused whether attention is fused, which never holds all of its weights
 */
public record PassInput(NDArray ids, NDArray positions, boolean recompute, boolean fused) {}
