package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDList;
import java.util.Optional;

/** Keys and values of consecutive tokens, outside the slots. Freed with the session, or before. */
public final class CacheSlice implements AutoCloseable {

    private final Optional<SharedPrefix> prefix;
    private final NDList tensors;

    /** Takes over tensors, and a reference to the prefix that stands before them. */
    CacheSlice(Optional<SharedPrefix> prefix, NDList tensors) {
        this.prefix = prefix;
        this.tensors = tensors;
    }

    /** The prefix that the slice begins with; empty where it begins elsewhere, or shares nothing. */
    Optional<SharedPrefix> prefix() {
        return prefix;
    }

    /** Keys of every layer, then values of every layer, of the tokens after the prefix, {@code [kv, columns, D]}. */
    NDList tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.close();
        prefix.ifPresent(SharedPrefix::release);
    }
}
