package org.reason4j.reward.shaping.length;

import org.reason4j.api.data.ScoredGroup;

/** Lengths of responses, in tokens. */
final class Lengths {

    private Lengths() {}

    /** The lengths of a group's responses, {@code [G]}. */
    static int[] of(ScoredGroup group) {
        return group.trajectories().stream()
                .mapToInt(one -> one.trajectory().length())
                .toArray();
    }
}
