package org.reason4j.reward.dense.label;

import java.util.Arrays;

/**
 * The label of a step from the outcomes of continuations after it.
 *
 * <p>Soft: the share of right ones. Hard: 1 if any is right, else 0. A right outcome is at least {@code threshold}.
 *
 * @see <a href="https://arxiv.org/abs/2312.08935">Math-Shepherd, equations 3 and 4</a>
 */
public enum StepLabel {
    /** The share of right continuations. */
    SOFT,
    /** 1 where a continuation is right, else 0. */
    HARD;

    /** Returns the label. */
    double of(double[] outcomes, double threshold) {
        double right =
                Arrays.stream(outcomes).filter(outcome -> outcome >= threshold).count();
        return this == HARD ? Math.min(1, right) : right / outcomes.length;
    }
}
