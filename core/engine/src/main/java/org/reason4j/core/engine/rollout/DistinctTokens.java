package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Distinct tokens that the model was given and that were written: the nodes of the tree that prompts and prefixes span, and
 * all tokens beyond them.
 *
 * <p>Where nothing is read twice, the model reads no more than these: the last token of a response is written and never
 * read, and the last one of its prompt or prefix is read once for each that continues it.
 */
final class DistinctTokens {

    private long count;
    private final Map<Tokens, List<Tokens>> sequences = new HashMap<>(); // by prompt

    /** A response begins: what is new of its prompt and its prefix counts. */
    void begin(Response response) {
        count += addNew(response);
    }

    /** A response ended; others of its family may continue it, if it is kept. */
    void end(Response response) {
        count += response.written();
        if (response.family().filter(family -> family.keeps(response)).isPresent()) {
            addNew(response);
        }
    }

    private int addNew(Response response) {
        List<Tokens> others = sequences.computeIfAbsent(response.prompt(), key -> new ArrayList<>());
        int shared = others.stream()
                .mapToInt(other -> other.shared(response.sequence(), response.known()))
                .max()
                .orElse(0);
        if (shared < response.known()) {
            others.add(response.tokensSoFar());
        }
        return response.known() - shared;
    }

    long count() {
        return count;
    }
}
