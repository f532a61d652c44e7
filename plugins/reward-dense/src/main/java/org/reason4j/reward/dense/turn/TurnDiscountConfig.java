package org.reason4j.reward.dense.turn;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the credit shaper {@code turn-discount}.
 *
 * @param gamma discount per later turn, in (0, 1]
 */
public record TurnDiscountConfig(double gamma) {

    /** GiGPO's discount. */
    public static final TurnDiscountConfig DEFAULTS = new TurnDiscountConfig(0.95);

    public TurnDiscountConfig {
        check(gamma > 0 && gamma <= 1, "turn-discount.gamma must be in (0, 1], got %s", gamma);
    }
}
