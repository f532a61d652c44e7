package org.reason4j.regularizer.length;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the soft overlong punishment.
 *
 * @param maxTokens length from which the full penalty applies; at most {@code rollout.maxTokens}
 * @param cache number of tokens before that limit at which the penalty begins
 * @param penalty the full penalty, in units of reward
 */
public record SoftOverlongConfig(int maxTokens, int cache, double penalty) {

    /**
     * From 16384 to 20480 tokens.
     *
     * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 4.1</a>
     */
    public static final SoftOverlongConfig DEFAULTS = new SoftOverlongConfig(20480, 4096, 1);

    public SoftOverlongConfig {
        check(maxTokens > 0, "soft-overlong.maxTokens must be positive, got %s", maxTokens);
        check(
                cache > 0 && cache <= maxTokens,
                "soft-overlong.cache must be in [1, maxTokens = %s], got %s",
                maxTokens,
                cache);
        check(penalty > 0 && Double.isFinite(penalty), "soft-overlong.penalty must be positive, got %s", penalty);
    }
}
