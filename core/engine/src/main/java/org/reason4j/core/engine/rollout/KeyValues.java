package org.reason4j.core.engine.rollout;

/** Keys and values of consecutive tokens, outside the slots. */
interface KeyValues {

    /** Copies those of the first {@code count} tokens into a slot, from position {@code first} on. */
    void copyTo(int slot, int first, int count);

    /** Frees their memory. */
    void close();
}
