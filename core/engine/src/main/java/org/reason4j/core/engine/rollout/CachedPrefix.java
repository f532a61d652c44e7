package org.reason4j.core.engine.rollout;

import java.util.Optional;
import org.reason4j.core.engine.model.decoding.CacheSlice;
import org.reason4j.core.engine.model.decoding.DecodingSession;

/**
 * Keys and values of a sequence's first tokens, outside the slots.
 *
 * @param parent prefix that has those before {@code first}
 * @param first index of the first token whose keys and values are here
 * @param tokens all tokens from the beginning of the prompt on
 * @param keyValues keys and values of tokens {@code first} to the end
 */
record CachedPrefix(Optional<CachedPrefix> parent, int first, Tokens tokens, KeyValues keyValues) {

    /** Copies the keys and values of a prompt out of a slot. */
    static CachedPrefix of(DecodingSession session, int slot, Tokens prompt) {
        return new CachedPrefix(Optional.empty(), 0, prompt, KeyValues.of(session, slot, 0, prompt.count()));
    }

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

        /** Copies those at positions {@code first} to {@code last - 1} out of a slot. */
        static KeyValues of(DecodingSession session, int slot, int first, int last) {
            CacheSlice taken = session.take(slot, first, last);
            return new KeyValues() {
                @Override
                public void copyTo(int target, int from, int count) {
                    session.put(taken, target, from, count);
                }

                @Override
                public void close() {
                    taken.close();
                }
            };
        }

        /** Copies those of the first {@code count} tokens into a slot, from position {@code first} on. */
        void copyTo(int slot, int first, int count);

        /** Frees their memory. */
        void close();
    }
}
