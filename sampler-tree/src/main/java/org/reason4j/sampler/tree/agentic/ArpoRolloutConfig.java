package org.reason4j.sampler.tree.agentic;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of ARPO's rollouts. A prompt's group has {@code rollout.groupSize} responses, ARPO's {@code M}.
 *
 * @param initial responses that begin at the prompt before any branch, at least 1, at most {@code rollout.groupSize}
 * @param branches new responses at a tool turn that branches, at least 1: ARPO's beam size less the response that goes on
 * @param rule decision at a tool turn
 * @param alpha probability of a branch where the entropy has not changed, in [0, 1]
 * @param beta increase of the probability per unit of normalised entropy, at least 0
 * @param threshold probability above which rule {@code THRESHOLD} branches, in [0, 1]
 * @param entropyTokens tokens at the beginning of a turn whose entropies are averaged, at least 1
 * @param topTokens most likely tokens that the entropy is made of, at least 1
 * @param seed seed of rule {@code DRAW}
 */
public record ArpoRolloutConfig(
        int initial,
        int branches,
        Rule rule,
        double alpha,
        double beta,
        double threshold,
        int entropyTokens,
        int topTokens,
        long seed) {

    /** How a probability decides. */
    public enum Rule {
        /** A branch with that probability, as in ARPO's code. */
        DRAW,
        /** A branch where it is above the threshold, as in the paper. */
        THRESHOLD
    }

    /** Half of the group before any branch, as in ARPO's code with {@code rollout.groupSize: 16}. */
    public static final ArpoRolloutConfig DEFAULTS = new ArpoRolloutConfig(8, 1, Rule.DRAW, 0.5, 0.2, 0.5, 20, 10, 1);

    public ArpoRolloutConfig {
        check(initial >= 1, "arpo-rollout.initial must be at least 1, got %s", initial);
        check(branches >= 1, "arpo-rollout.branches must be at least 1, got %s", branches);
        check(alpha >= 0 && alpha <= 1, "arpo-rollout.alpha must be in [0, 1], got %s", alpha);
        check(beta >= 0 && Double.isFinite(beta), "arpo-rollout.beta must be at least 0, got %s", beta);
        check(threshold >= 0 && threshold <= 1, "arpo-rollout.threshold must be in [0, 1], got %s", threshold);
        check(entropyTokens >= 1, "arpo-rollout.entropyTokens must be at least 1, got %s", entropyTokens);
        check(topTokens >= 1, "arpo-rollout.topTokens must be at least 1, got %s", topTokens);
    }
}
