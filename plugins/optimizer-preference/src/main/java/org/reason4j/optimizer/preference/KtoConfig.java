package org.reason4j.optimizer.preference;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of KTO.
 *
 * @param beta strength of the pull to the reference policy, and of the aversion to risk; positive
 * @param desirableWeight of the loss of desirable responses, positive
 * @param undesirableWeight of that of undesirable ones, positive; weights times numbers of responses should be about equal
 * @param referencePoint what a response is compared with
 */
public record KtoConfig(double beta, double desirableWeight, double undesirableWeight, ReferencePoint referencePoint) {

    /** Estimate of the divergence of the policy from its reference, clamped at 0. */
    public enum ReferencePoint {
        /** Mean log-ratio of the step's responses to prompts that they do not answer, by a further pass of each of the two models. */
        MISMATCHED,
        /** Mean log-ratio of the step's responses to their own prompts. */
        BATCH,
        /** 0. */
        ZERO
    }

    /** As in the paper and TRL. */
    public static final KtoConfig DEFAULTS = new KtoConfig(0.1, 1, 1, ReferencePoint.MISMATCHED);

    public KtoConfig {
        check(beta > 0 && Double.isFinite(beta), "kto.beta must be positive, got %s", beta);
        check(
                desirableWeight > 0 && Double.isFinite(desirableWeight),
                "kto.desirableWeight must be positive, got %s",
                desirableWeight);
        check(
                undesirableWeight > 0 && Double.isFinite(undesirableWeight),
                "kto.undesirableWeight must be positive, got %s",
                undesirableWeight);
    }
}
