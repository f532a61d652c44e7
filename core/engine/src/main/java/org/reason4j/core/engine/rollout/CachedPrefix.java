package org.reason4j.core.engine.rollout;

import java.util.Optional;

/**
 * Keys and values of a sequence's first tokens, outside the slots.
 *
 * @param parent prefix that has those before {@code first}
 * @param first index of the first token whose keys and values are here
 * @param tokens all tokens from the beginning of the prompt on
 * @param keyValues keys and values of tokens {@code first} to the end
 */
record CachedPrefix(Optional<CachedPrefix> parent, int first, Tokens tokens, KeyValues keyValues) {

    /** Number of tokens that a sequence need not read; its last known one is always read, because it gives the next. */
    int shared(Sequence sequence) {
        return tokens.shared(sequence.tokens(), sequence.known() - 1);
    }

    /** Copies the keys and values of the first {@code count} tokens into a slot. */
    void copyTo(int slot, int count) {
        parent.ifPresent(before -> before.copyTo(slot, Math.min(first, count)));
        if (count > first) {
            keyValues.copyTo(slot, first, count - first);
        }
    }

    /** Keys and values of consecutive tokens, outside the slots. */
    interface KeyValues {

        /** Copies those of the first {@code count} tokens into a slot, from position {@code first} on. */
        void copyTo(int slot, int first, int count);

        /** Frees their memory. */
        void close();
    }
}
