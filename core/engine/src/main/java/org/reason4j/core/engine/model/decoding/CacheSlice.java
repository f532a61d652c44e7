package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDList;

/** Keys and values of consecutive tokens, outside the slots. Freed with the session, or before. */
public final class CacheSlice implements AutoCloseable {

    private final NDList tensors;

    CacheSlice(NDList tensors) {
        this.tensors = tensors;
    }

    /** Keys of every layer, then values of every layer, {@code [kv, columns, D]}. */
    NDList tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
