package org.reason4j.core.engine.rollout.draft;

/**
 * The recent acceptance rate of a sequence's drafts. Where it is low, drafts are switched off for a while, and for
 * twice as long each time that a first draft after that is wrong, too.
 */
final class Acceptance {

    private static final double WEIGHT = 0.125;
    private static final double FIRST = 0.5;
    private static final double LEAST = 0.25;
    private static final int SHORTEST_NAP = 32;
    private static final int LONGEST_NAP = 1024;

    private double rate = FIRST;
    private int nap = SHORTEST_NAP;
    private int wakes;

    /** Chance that a drafted token is right if those before it are. */
    double rate() {
        return rate;
    }

    /** True if a sequence of so many tokens is to be drafted. */
    boolean isAwake(int length) {
        return length >= wakes;
    }

    /**
     * Counts a draft.
     *
     * @param drafted its tokens, of which the first {@code accepted} were right; the others after the first wrong one tell nothing
     * @param length tokens of the sequence after it
     */
    void count(int drafted, int accepted, int length) {
        for (int i = 0; i < accepted; i++) {
            rate += WEIGHT * (1 - rate);
        }
        if (accepted < drafted) {
            rate -= WEIGHT * rate;
        }
        if (rate < LEAST) {
            rate = LEAST;
            wakes = length + nap;
            nap = Math.min(2 * nap, LONGEST_NAP);
        } else if (rate >= FIRST) {
            nap = SHORTEST_NAP;
        }
    }
}
