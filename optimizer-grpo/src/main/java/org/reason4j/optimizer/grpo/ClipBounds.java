package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Where {@link ClippedSurrogate} clips.
 *
 * @param low how far a ratio may fall below 1
 * @param high how far it may rise above 1
 * @param dual bound on the ratio where the advantage is negative; 0 for none
 * @param delta bound on the ratio where the clip does not act; 0 for none
 */
record ClipBounds(double low, double high, double dual, double delta) {

    /** Separate bounds and nothing else. */
    static ClipBounds of(double low, double high) {
        return new ClipBounds(low, high, 0, 0);
    }

    /** Refuses impossible bounds by the name of their setting; {@code optimizer} is the name of the component. */
    static void validate(String optimizer, double clipLow, double clipHigh) {
        check(clipLow > 0 && clipLow < 1, "%s.clipLow must be in (0, 1), got %s", optimizer, clipLow);
        check(clipHigh > 0 && Double.isFinite(clipHigh), "%s.clipHigh must be positive, got %s", optimizer, clipHigh);
    }
}
