package org.reason4j.reward.unsupervised.vote;

/** When two answers are the same. */
public enum Equality {
    /** Their normal forms are, as the measuring reward reads them from responses. */
    NORMAL_FORM,
    /**
     * The measuring reward calls one right where the other is the right answer: it gives it its full mark, 1. For rules that
     * compare by value, such as {@code 1/2} with {@code 0.5}.
     */
    VERDICT
}
