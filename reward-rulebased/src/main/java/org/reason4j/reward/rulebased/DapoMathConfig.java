package org.reason4j.reward.rulebased;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the DAPO math reward.
 *
 * @param window characters at the end of the response that are searched
 * @param strictBox true to require the answer in a box within the last 100 characters, spelled exactly like the right
 *     one; false to read the last {@code Answer:}
 */
public record DapoMathConfig(int window, boolean strictBox) {

    /** The last {@code Answer:} within 300 characters. */
    public static final DapoMathConfig DEFAULTS = new DapoMathConfig(300, false);

    public DapoMathConfig {
        check(window > 0 && window <= 10_000, "dapo-math.window must be in [1, 10000], got %s", window);
    }
}
