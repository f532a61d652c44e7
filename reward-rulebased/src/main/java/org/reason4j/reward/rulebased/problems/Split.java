package org.reason4j.reward.rulebased.problems;

import org.reason4j.api.random.SplitMix64;

/**
 * Which problems a dataset may hold.
 *
 * <p>A hash of the problem decides, so that the two sets have nothing in common, whatever their seeds and sizes.
 */
public enum Split {
    /** Seven problems in eight. */
    TRAIN,
    /** The eighth. */
    HELD_OUT;

    private static final int ONE_IN = 8;

    /** Whether a problem with this key belongs here; variants of one problem share their key. */
    boolean holds(String key) {
        long hash = 0;
        for (int i = 0; i < key.length(); i++) {
            hash = SplitMix64.number(hash + key.charAt(i), 0);
        }
        boolean heldOut = SplitMix64.below(hash, ONE_IN) == 0;
        return heldOut == (this == HELD_OUT);
    }
}
