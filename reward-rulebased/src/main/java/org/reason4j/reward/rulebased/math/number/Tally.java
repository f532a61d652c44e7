package org.reason4j.reward.rulebased.math.number;

/** Counts what comparisons at several points say. */
final class Tally {

    private int equal;
    private int equalOutside;
    private int undecided;
    private int onlyOne;
    private boolean different;
    private boolean differentOutside;

    /** Takes a verdict; true if it is the last word. {@code outside} is where a root or logarithm left the real numbers. */
    boolean count(Verdict verdict, boolean outside) {
        switch (verdict) {
            case EQUAL -> {
                equal += outside ? 0 : 1;
                equalOutside += outside ? 1 : 0;
            }
            case DIFFERENT -> {
                different |= !outside;
                differentOutside |= outside;
            }
            case UNDECIDED -> undecided++;
        }
        return different;
    }

    /** Takes a point at which one of the two, or neither, has a value. */
    void missing(boolean left, boolean right) {
        onlyOne += left != right ? 1 : 0;
    }

    Verdict verdict(int enough) {
        if (different) {
            return Verdict.DIFFERENT;
        } else if (equal >= enough) {
            return Verdict.EQUAL;
        } else if (equal > 0 || undecided > 0) {
            return Verdict.UNDECIDED;
        } else if (differentOutside || onlyOne > 0) {
            return Verdict.DIFFERENT;
        }
        return equalOutside >= enough ? Verdict.EQUAL : Verdict.UNDECIDED;
    }
}
