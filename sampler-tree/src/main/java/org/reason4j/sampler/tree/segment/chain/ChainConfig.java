package org.reason4j.sampler.tree.segment.chain;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward {@code spo-chain}.
 *
 * @param rollouts continuations from each cut, {@code K}, at least 1
 * @param probabilityBelow a token that the policy wrote with a smaller probability is unlikely, in (0, 1]
 * @param unlikelyTokens unlikely tokens of a segment, {@code n}, at least 1
 * @param maxSegments largest number of segments of a response, at least 1
 * @param unfinished outcome of a response that ends at the length limit
 */
public record ChainConfig(
        int rollouts, double probabilityBelow, int unlikelyTokens, int maxSegments, double unfinished) {

    /** The paper's five unlikely tokens to a segment, and nine continuations. */
    public static final ChainConfig DEFAULTS = new ChainConfig(9, 0.9, 5, 20, 0);

    public ChainConfig {
        check(rollouts >= 1, "spo-chain.rollouts must be at least 1, got %s", rollouts);
        check(
                probabilityBelow > 0 && probabilityBelow <= 1,
                "spo-chain.probabilityBelow must be in (0, 1], got %s",
                probabilityBelow);
        check(unlikelyTokens >= 1, "spo-chain.unlikelyTokens must be at least 1, got %s", unlikelyTokens);
        check(maxSegments >= 1, "spo-chain.maxSegments must be at least 1, got %s", maxSegments);
        check(Double.isFinite(unfinished), "spo-chain.unfinished must be a number, got %s", unfinished);
    }
}
