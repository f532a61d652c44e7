package org.reason4j.optimizer.grpo.tokens;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.optimizer.RatioMetrics;

/** Metrics of a loss by the policy that its ratio compares with; each is a mean over learned tokens. */
public final class AnchoredMetrics {

    private AnchoredMetrics() {}

    /**
     * Reports {@code policy/ratio_mean}, and {@code policy/kl_old} or {@code policy/kl_behaviour}: the anchor's
     * log-probability less that of the policy in training.
     */
    public static void report(LearnedTokens tokens, NDArray ratio, Anchor anchor) {
        if (anchor == Anchor.OLD) {
            RatioMetrics.of(tokens.batch(), ratio, tokens.advantages());
            return;
        }
        tokens.batch().metric("policy/ratio_mean", ratio);
        tokens.batch().metric("policy/kl_behaviour", tokens.logRatio(0).neg());
    }
}
