package org.reason4j.optimizer.grpo.tokens;

import java.util.Arrays;

/**
 * The number below which a share of numbers lies, with linear interpolation: that at position {@code q (n - 1)} of the sorted
 * numbers, counted from 0.
 */
public final class Quantile {

    private Quantile() {}

    /** Returns the quantile {@code q} of at least one number; NaN where one of them is. */
    public static double of(double[] numbers, double q) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted); // NaN comes last
        if (Double.isNaN(sorted[sorted.length - 1])) {
            return Double.NaN;
        }
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
