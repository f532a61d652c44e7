package org.reason4j.core.engine.rollout;

import java.util.Optional;
import org.reason4j.core.engine.model.decoding.DecodingSession;
import org.reason4j.core.engine.model.decoding.KeyValues;

/**
 * Keys and values of a sequence's tokens outside the slots.
 *
 * @param parent has those before {@code first}
 * @param first the first token whose keys and values are here
 * @param tokens all tokens from the beginning of the prompt on
 * @param columns the keys and values of tokens {@code first} to the end
 */
record Kept(Optional<Kept> parent, int first, Tokens tokens, KeyValues columns) {

    /** Number of tokens that a response needs not read; its last known one is always read, for it gives the next. */
    int shared(Response response) {
        return tokens.shared(response.sequence(), response.known() - 1);
    }

    /** Copies the keys and values of the first {@code count} tokens into a slot. */
    void copyTo(DecodingSession session, int slot, int count) {
        parent.ifPresent(before -> before.copyTo(session, slot, Math.min(first, count)));
        if (count > first) {
            session.put(columns, slot, first, count - first);
        }
    }
}
