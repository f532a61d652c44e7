package org.reason4j.optimizer.grpo.tokens;

import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;

/** The policy that a loss's ratio compares the policy in training with. */
public enum Anchor {
    /**
     * The policy at the start of the step's updates. What differs between it and the policy that sampled is left to a credit
     * shaper such as {@code truncated-importance-sampling}.
     */
    OLD,
    /**
     * The policy that sampled, by the log-probabilities that it attached, before top-k, top-p and min-p. The ratio corrects for
     * other kernels and older weights by itself, so no credit shaper may do so, too.
     */
    BEHAVIOUR;

    TokenStream stream() {
        return this == OLD ? TokenStream.OLD_LOGPROBS : TokenStream.BEHAVIOUR_LOGPROBS;
    }

    /** Needs of a loss that is anchored on it. */
    public Requirements requirements() {
        return this == OLD
                ? Requirements.lossStreams(stream())
                : Requirements.streams(stream()).withSamplingCorrection();
    }
}
