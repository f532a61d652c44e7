package org.reason4j.core.engine.rollout;

import java.util.Arrays;

/** Token ids as a key. */
record Tokens(int[] ids) {

    /** All but the last. */
    static Tokens butLast(int[] ids) {
        return new Tokens(Arrays.copyOf(ids, Math.max(0, ids.length - 1)));
    }

    /** Number of tokens with which both begin, within the first {@code count} of the other. */
    int shared(int[] other, int count) {
        int limit = Math.min(ids.length, count);
        int difference = Arrays.mismatch(ids, 0, limit, other, 0, limit);
        return difference < 0 ? limit : difference;
    }

    int count() {
        return ids.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }
}
