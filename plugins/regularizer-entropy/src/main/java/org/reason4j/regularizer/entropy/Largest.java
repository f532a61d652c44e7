package org.reason4j.regularizer.entropy;

import java.util.Arrays;

/** Finds the largest of many numbers. */
final class Largest {

    private Largest() {}

    /**
     * Marks the {@code count} largest values, or all if there are fewer; of equal ones the first. No value is NaN.
     */
    static boolean[] of(double[] values, int count) {
        boolean[] marks = new boolean[values.length];
        if (count == 0 || count >= values.length) {
            Arrays.fill(marks, count > 0);
            return marks;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double least = sorted[values.length - count];
        int ties = count
                - (int) Arrays.stream(values).filter(value -> value > least).count();
        for (int i = 0; i < values.length; i++) {
            marks[i] = values[i] > least || values[i] == least && ties-- > 0;
        }
        return marks;
    }

    /** Number of tokens in a share of all: at least one. */
    static int count(double ratio, int tokens) {
        return Math.max(1, (int) (ratio * tokens));
    }
}
