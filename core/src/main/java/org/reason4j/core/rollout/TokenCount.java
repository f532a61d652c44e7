package org.reason4j.core.rollout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.track.Metrics;

/**
 * Tokens that the model has read, and distinct ones among those that it was given and that it wrote. Where nothing is read
 * twice, the first number does not exceed the second.
 *
 * <p>Distinct are the nodes of the tree that prompts and prefixes span, and all tokens written beyond them. The last token
 * of a response is written and never read; the last one of its prompt or prefix is read once for each that continues it.
 */
final class TokenCount {

    private long computed;
    private long unique;
    private final Map<Tokens, List<Tokens>> sequences = new HashMap<>(); // by prompt

    /** A response begins: what is new of its prompt and its prefix counts. */
    void begin(Response response) {
        unique += addNew(response);
    }

    /** A response ended; others of its family may continue it. */
    void end(Response response) {
        unique += response.written();
        if (response.family().isPresent()) {
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

    /** The model has read tokens. */
    void read(int tokens) {
        computed += tokens;
    }

    void report(Metrics metrics) {
        metrics.add("rollout/tokens_computed", computed);
        metrics.add("rollout/tokens_unique", unique);
    }
}
