package org.reason4j.reward.rulebased.problems;

import org.reason4j.api.random.SplitMix64;

/** The random draws for one problem, in the order of their use: a function of seed, index and attempt alone. */
final class Draws {

    private final long key;
    private long drawn;

    Draws(long seed, long index, long attempt) {
        this.key = SplitMix64.key(seed, index, attempt);
    }

    private long next() {
        return SplitMix64.number(key, drawn++);
    }

    /** A number in {@code [low, high]}; both are small compared with 2^63, so the bias of the remainder is negligible. */
    long between(long low, long high) {
        return low + SplitMix64.below(next(), high - low + 1);
    }

    /** A number in {@code [0, 1)}. */
    double fraction() {
        return SplitMix64.uniform(next());
    }
}
