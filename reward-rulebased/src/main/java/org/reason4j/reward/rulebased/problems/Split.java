package org.reason4j.reward.rulebased.problems;

import org.reason4j.api.random.SplitMix64;

/**
 * The problems that a dataset may hold.
 *
 * <p>Membership is a hash of the problem, so the two sets are disjoint whatever their seeds and sizes.
 */
public enum Split {
    /** Seven problems in eight. */
    TRAIN,
    /** One problem in eight. */
    HELD_OUT;

    private static final int ONE_IN = 8;

    /** Returns true if a problem with this key belongs to this split; variants of one problem share their key. */
    boolean holds(String key) {
        long hash = 0;
        for (int i = 0; i < key.length(); i++) {
            hash = SplitMix64.number(hash + key.charAt(i), 0);
        }
        boolean heldOut = SplitMix64.below(hash, ONE_IN) == 0;
        return heldOut == (this == HELD_OUT);
    }
}
