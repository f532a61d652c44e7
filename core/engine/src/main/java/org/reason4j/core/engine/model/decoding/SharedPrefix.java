package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDList;
import org.reason4j.core.engine.model.kernel.Sizes;

/**
 * Keys and values of a prompt's first tokens, once for all slots that begin with it: attention reads them in one product for all
 * of these. Freed with the last reference.
 */
final class SharedPrefix {

    /** Fewer tokens are copied into each slot: a product of their own would cost more than it saves. */
    private static final int FEWEST_COLUMNS = 128;

    private final int columns;
    private final NDList tensors;
    private int references = 1;

    /**
     * Takes over tensors, with one reference.
     *
     * @param tensors keys of every layer, then values of every layer, {@code [kv, columns, D]}
     */
    SharedPrefix(int columns, NDList tensors) {
        this.columns = columns;
        this.tensors = tensors;
    }

    /**
     * Number of first tokens of a prompt that slots share; 0 for none. It depends on the prompt alone, not on who shares it, so
     * that a sum over its columns is always taken in the same parts.
     */
    static int columnsOf(int tokens) {
        return tokens < FEWEST_COLUMNS ? 0 : tokens / Sizes.COLUMN_BLOCK * Sizes.COLUMN_BLOCK;
    }

    int columns() {
        return columns;
    }

    NDList tensors() {
        return tensors;
    }

    /** Adds a reference. */
    SharedPrefix retain() {
        references++;
        return this;
    }

    /** Drops a reference. */
    void release() {
        if (--references == 0) {
            tensors.close();
        }
    }
}
