package org.reason4j.core.engine.model;

/**
 * The factor of the loss in a backward pass of fp16: gradients of activations that would vanish below fp16's smallest number,
 * {@code 6e-8}, stay above it, and the factor is taken out of the weights' gradients again. It is a power of two, so that
 * nothing is rounded. An update whose gradient overflowed is not made, and the factor is halved; it is doubled after
 * {@value #UPDATES_TO_GROW} updates in a row.
 *
 * @param factor of the loss, a power of two, 1 at least
 * @param updates made since it changed
 * @see <a href="https://arxiv.org/abs/1710.03740">Mixed precision training, section 3.2</a>; the constants are those of
 *     PyTorch's GradScaler
 */
public record LossScale(double factor, long updates) {

    private static final int UPDATES_TO_GROW = 2000;
    private static final double LARGEST = 0x1p24;

    /** {@code 65536}. */
    public static final LossScale START = new LossScale(0x1p16, 0);

    public LossScale {
        if (!(factor >= 1 && factor <= LARGEST) || Math.scalb(1, Math.getExponent(factor)) != factor || updates < 0) {
            throw new IllegalArgumentException("a loss scale of " + factor + " after " + updates
                    + " updates, expected a power of two from 1 to " + LARGEST + " after 0 updates or more");
        }
    }

    /** After an update. */
    LossScale afterUpdate() {
        boolean grows = updates + 1 >= UPDATES_TO_GROW;
        return grows ? new LossScale(Math.min(2 * factor, LARGEST), 0) : new LossScale(factor, updates + 1);
    }

    /** False at the smallest scale, where a gradient that is not finite is not the scale's fault. */
    boolean canFall() {
        return factor > 1;
    }

    /** After a gradient that overflowed. */
    LossScale afterOverflow() {
        return new LossScale(factor / 2, 0);
    }
}
