package org.reason4j.agents.game;

import org.reason4j.api.random.SplitMix64;

/** Keys of games. */
final class Seats {

    private static final long BOUND = 1_000_000_000_000_000_000L;

    private Seats() {}

    /** The key of what is dealt: of at most eighteen digits, so that every file keeps it. */
    static long start(long key) {
        return SplitMix64.below(SplitMix64.number(key, 0), BOUND);
    }
}
