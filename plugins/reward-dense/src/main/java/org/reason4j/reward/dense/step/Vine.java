package org.reason4j.reward.dense.step;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * Continuations of the responses to a prompt from the beginning of each step, all of them in one round. The engine
 * reads the responses once; continuations have no branches, so none is kept.
 */
final class Vine implements RolloutPlan {

    private final List<RolloutRequest> continuations;
    private boolean begun;

    Vine(List<RolloutRequest> continuations) {
        this.continuations = continuations;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        if (begun) {
            return List.of();
        }
        begun = true;
        return continuations;
    }

    @Override
    public boolean keeps(RolloutRequest request) {
        return false;
    }

    /** Number of distinct prefix tokens: those in which a prefix differs from the one before it, in order. */
    @Override
    public long maxTokens() {
        long tokens = 0;
        int[] before = {};
        for (RolloutRequest continuation : sorted()) {
            int[] prefix = continuation.prefix();
            int shared = Arrays.mismatch(before, prefix);
            tokens += shared < 0 ? 0 : prefix.length - shared;
            before = prefix;
        }
        return tokens;
    }

    private List<RolloutRequest> sorted() {
        return continuations.stream()
                .sorted((one, other) -> Arrays.compare(one.prefix(), other.prefix()))
                .toList();
    }
}
