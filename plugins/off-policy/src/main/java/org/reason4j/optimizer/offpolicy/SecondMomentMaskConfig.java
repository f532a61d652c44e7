package org.reason4j.optimizer.offpolicy;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of M2PO's mask.
 *
 * @param threshold largest mean of squared log-ratios, above 0
 */
public record SecondMomentMaskConfig(double threshold) {

    /** The paper's 0.04. */
    public static final SecondMomentMaskConfig DEFAULTS = new SecondMomentMaskConfig(0.04);

    public SecondMomentMaskConfig {
        check(threshold > 0 && Double.isFinite(threshold), "m2po.threshold must be positive, got %s", threshold);
    }
}
