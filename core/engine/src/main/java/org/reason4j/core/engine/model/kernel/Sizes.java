package org.reason4j.core.engine.model.kernel;

/**
 * Sizes of passes: five significant bits, then zeros, so padding is at most a sixteenth.
 *
 * <p>oneDNN compiles and keeps a kernel for every shape, and the heap is fragmented by every new size. Batches of any
 * number of rows and tokens would take a little more memory in every step.
 */
public final class Sizes {

    /** Columns of attention come in multiples of this, so that a row's results do not depend on the rows beside it. */
    public static final int COLUMN_BLOCK = 16;

    private static final int DIGITS = 5;

    private Sizes() {}

    /** The smallest size that is not below a number; at most a sixteenth above it. */
    public static int atLeast(int number) {
        int unit = unit(number);
        return (number + unit - 1) / unit * unit;
    }

    /** The largest size that is not above a number. */
    public static int atMost(int number) {
        int unit = unit(number);
        return number / unit * unit;
    }

    /** The smallest multiple of {@code block} that is not below {@code count}. */
    public static int roundUp(int count, int block) {
        return (count + block - 1) / block * block;
    }

    private static int unit(int number) {
        return 1 << Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(number) - DIGITS);
    }
}
