package org.reason4j.regularizer.entropy;

import java.util.Arrays;

/** A quantile with linear interpolation, as NumPy and PyTorch have it. */
final class Quantile {

    private Quantile() {}

    /**
     * The number below which a share of the values lies: with {@code h = (n - 1) level} and the sorted values {@code v},
     * {@code v[floor h] + (h - floor h) (v[floor h + 1] - v[floor h])}.
     *
     * @param values at least one, none of them NaN
     * @param level in [0, 1]
     */
    static double of(double[] values, double level) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = (sorted.length - 1) * level;
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
