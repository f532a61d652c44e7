package org.reason4j.regularizer.entropy;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the mask of forking tokens.
 *
 * @param share of the step's learned tokens, those of the highest entropy, that the policy learns from, in (0, 1]
 * @param denominator which tokens the means of the loss divide by
 */
public record HighEntropyMaskConfig(double share, Denominator denominator) {

    /** Tokens that count in the means of the loss. */
    public enum Denominator {
        /**
         * All of them: the others get the advantage 0. Terms of other components, such as the divergence from a reference,
         * still apply to them.
         */
        ALL,
        /** Those that are kept: the others are not learned at all, and no term applies to them. */
        KEPT
    }

    /**
     * A fifth of the tokens, over all of them.
     *
     * @see <a href="https://arxiv.org/abs/2506.01939">Beyond the 80/20 rule</a>
     */
    public static final HighEntropyMaskConfig DEFAULTS = new HighEntropyMaskConfig(0.2, Denominator.ALL);

    public HighEntropyMaskConfig {
        check(share > 0 && share <= 1, "high-entropy-mask.share must be in (0, 1], got %s", share);
    }
}
