package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Number of distinct tokens that were given or written: the nodes of the tree that prompts and prefixes span, and all
 * tokens beyond them.
 *
 * <p>Where nothing is read twice, the model reads no more than these: the last token of a response is written and never
 * read, and the last one of its prompt or prefix is read once for each sequence that continues it.
 */
final class DistinctTokens {

    private long count;
    private final Map<Tokens, List<Tokens>> sequences = new HashMap<>(); // by prompt

    /** Counts the new tokens of a sequence's prompt and prefix. */
    void begin(Sequence sequence) {
        count += addNew(sequence);
    }

    /** Counts the tokens that a finished sequence has written. */
    void end(Sequence sequence) {
        count += sequence.written();
        if (sequence.isKept()) {
            addNew(sequence);
        }
    }

    private int addNew(Sequence sequence) {
        List<Tokens> others = sequences.computeIfAbsent(sequence.prompt(), key -> new ArrayList<>());
        int shared = others.stream()
                .mapToInt(other -> other.shared(sequence.tokens(), sequence.known()))
                .max()
                .orElse(0);
        if (shared < sequence.known()) {
            others.add(new Tokens(Arrays.copyOf(sequence.tokens(), sequence.known())));
        }
        return sequence.known() - shared;
    }

    long count() {
        return count;
    }
}
