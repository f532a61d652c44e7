package org.reason4j.regularizer.kl;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the moving average of the reference policy.
 *
 * @param alpha share of the policy in the new reference, in (0, 1]; 1 replaces it
 * @param every number of steps between moves, at least 1
 */
public record RefEmaConfig(double alpha, int every) {

    /**
     * 0.6 every 512 steps.
     *
     * @see <a href="https://github.com/huggingface/trl">TRL, sync_ref_model: ref_model_mixup_alpha and ref_model_sync_steps</a>
     */
    public static final RefEmaConfig DEFAULTS = new RefEmaConfig(0.6, 512);

    public RefEmaConfig {
        check(alpha > 0 && alpha <= 1, "ref-ema.alpha must be in (0, 1], got %s", alpha);
        check(every >= 1, "ref-ema.every must be at least 1, got %s", every);
    }
}
