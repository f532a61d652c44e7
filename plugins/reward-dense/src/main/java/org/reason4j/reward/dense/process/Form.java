package org.reason4j.reward.dense.process;

/** Ways to make one reward of a response's step scores. Constants may be added. */
public enum Form {
    /** {@code sum_k s_k}; it pays for many steps: prefer {@code MIN_FORM}. */
    SUM,
    /** {@code sum_k s_k / K}. */
    MEAN,
    /** {@code min_k s_k}, on the first step that has it. */
    MIN,
    /** {@code prod_k s_k}; a step is paid what it changes the product of the scores so far, and the first one its score. */
    PRODUCT,
    /** {@code s_K}, the score of the last step. */
    LAST,
    /** {@code sum_k w_k s_k} with {@code w = softmax(-s / tau)}, near the minimum for a small {@code tau} (PURE). */
    MIN_FORM
}
