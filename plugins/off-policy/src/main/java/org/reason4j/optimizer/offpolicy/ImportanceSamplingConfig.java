package org.reason4j.optimizer.offpolicy;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of truncated importance sampling.
 *
 * @param level unit of a weight
 * @param cap largest weight, {@code C}, at least 1
 * @param normalised true to divide truncated weights by their mean over the step, which keeps the step's scale
 */
public record ImportanceSamplingConfig(Level level, double cap, boolean normalised) {

    /** Unit of a weight. */
    public enum Level {
        /** Each token: biased, with low variance. */
        TOKEN,
        /**
         * Each response, by the product over its tokens: unbiased up to the cap, with high variance for long responses.
         */
        SEQUENCE
    }

    /**
     * Tokens, up to 2.
     *
     * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/rollout_corr_helper.py">verl,
     *     rollout_corr_helper.py</a>
     */
    public static final ImportanceSamplingConfig DEFAULTS = new ImportanceSamplingConfig(Level.TOKEN, 2, false);

    public ImportanceSamplingConfig {
        check(
                cap >= 1 && Double.isFinite(cap),
                "truncated-importance-sampling.cap must be at least 1, the weight where both policies agree, got %s",
                cap);
    }
}
