package org.reason4j.regularizer.kl;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reset of the reference policy.
 *
 * @param every number of steps between resets; 0 for none by number
 * @param patience number of steps in a row without a new largest divergence that make a reset; 0 for none by stalling
 * @param growth share by which a divergence exceeds the largest to be a new one, at least 0
 * @param moments true to set the moments of the policy's AdamW to 0 with each reset
 */
public record RefResetConfig(int every, int patience, double growth, boolean moments) {

    /**
     * Every 200 steps, with the optimizer.
     *
     * @see <a href="https://arxiv.org/abs/2505.24864">ProRL</a>
     */
    public static final RefResetConfig DEFAULTS = new RefResetConfig(200, 0, 0.01, true);

    public RefResetConfig {
        check(every >= 0, "ref-reset.every must be 0 (off) or positive, got %s", every);
        check(patience >= 0, "ref-reset.patience must be 0 (off) or positive, got %s", patience);
        check(
                every > 0 || patience > 0,
                "ref-reset.every and ref-reset.patience are both 0, so the reference would never be reset; set one of"
                        + " them to a number of steps");
        check(growth >= 0 && Double.isFinite(growth), "ref-reset.growth must be at least 0, got %s", growth);
    }
}
