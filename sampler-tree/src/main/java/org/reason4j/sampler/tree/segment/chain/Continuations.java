package org.reason4j.sampler.tree.segment.chain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * Continuations of partial responses to one prompt, all in one round. The engine reads what they share once; nothing branches off
 * from them, so none is kept.
 */
final class Continuations implements RolloutPlan {

    private final List<RolloutRequest> requests;
    private boolean begun;

    Continuations(List<RolloutRequest> requests) {
        this.requests = requests;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        List<RolloutRequest> round = begun ? List.of() : requests;
        begun = true;
        return round;
    }

    @Override
    public boolean keeps(RolloutRequest request) {
        return false;
    }

    /** Number of nodes of the tree that the prefixes span: each adds the tokens in which it differs from the one before, in order. */
    @Override
    public long maxTokens() {
        List<int[]> prefixes = requests.stream()
                .map(RolloutRequest::prefix)
                .sorted(Comparator.comparing(one -> one, Arrays::compare))
                .toList();
        long tokens = 0;
        for (int i = 0; i < prefixes.size(); i++) {
            int shared = i == 0 ? 0 : Arrays.mismatch(prefixes.get(i - 1), prefixes.get(i));
            tokens += shared < 0 ? 0 : prefixes.get(i).length - shared;
        }
        return tokens;
    }
}
