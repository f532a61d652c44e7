package org.reason4j.core.engine.model;

/**
 * The sizes that passes have: numbers of five binary digits, then zeros. There are sixteen between a number and its double.
 *
 * <p>oneDNN compiles and keeps a kernel for every shape, and the heap is cut up by every size that it is asked for. Batches
 * of any number of rows and tokens would take a little more memory in every step.
 */
public final class Sizes {

    private static final int DIGITS = 5;

    private Sizes() {}

    /** The smallest of them that is not below a number; at most a sixteenth above it. */
    public static int atLeast(int number) {
        int unit = unit(number);
        return (number + unit - 1) / unit * unit;
    }

    /** The largest of them that is not above a number. */
    public static int atMost(int number) {
        int unit = unit(number);
        return number / unit * unit;
    }

    private static int unit(int number) {
        return 1 << Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(number) - DIGITS);
    }
}
