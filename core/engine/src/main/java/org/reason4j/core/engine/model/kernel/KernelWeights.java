package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDList;

/**
 * Weights as kernels read them.
 *
 * @param rope cosines and sines of rotary position embeddings, {@code [positions, D]} each
 * @param plain row-major, in the order of {@link LayerWeight}
 * @param packed in the layout that products are fastest in
 */
public record KernelWeights(NDList rope, NDList plain, NDList packed) {}
