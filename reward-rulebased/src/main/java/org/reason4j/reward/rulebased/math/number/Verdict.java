package org.reason4j.reward.rulebased.math.number;

/** Result of a comparison. */
public enum Verdict {
    EQUAL,
    DIFFERENT,
    /** The rule can't tell: a part is a formula that it does not compute, such as an integral, or has no value anywhere. */
    UNDECIDED;

    public static Verdict of(boolean equal) {
        return equal ? EQUAL : DIFFERENT;
    }

    /** Equal if both are, different if one is. */
    public Verdict and(Verdict other) {
        if (this == DIFFERENT || other == DIFFERENT) {
            return DIFFERENT;
        }
        return this == EQUAL ? other : UNDECIDED;
    }

    /** Equal if one is, different if both are. */
    public Verdict or(Verdict other) {
        if (this == EQUAL || other == EQUAL) {
            return EQUAL;
        }
        return this == DIFFERENT ? other : UNDECIDED;
    }
}
