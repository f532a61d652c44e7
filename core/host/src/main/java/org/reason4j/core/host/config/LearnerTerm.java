package org.reason4j.core.host.config;

import org.reason4j.core.host.config.constraint.Within;

/**
 * A language model that learns beside the policy from what the policy writes, by reinforcement learning of its own: a judge,
 * for example. Its weights, optimizer, data, metrics and checkpoints are its own; the text model {@code learner} answers with
 * it as it is.
 *
 * @param key its name in the run: that of its directory {@code learners/KEY}, and of the text model's setting {@code of}
 * @param recipe how it learns: a file, or the sections of a recipe. The number of its steps follows from the policy's, and so
 *     do its seed and its device unless it names them; its checkpoints are written with the policy's
 * @param every steps of the policy between two of its own
 * @param start steps of the policy before its first
 */
public record LearnerTerm(
        String key,
        Recipe recipe,
        @Within("[1, inf)") int every,
        @Within("[0, inf)") int start) {

    /** The key of the policy, by which a learner's own rewards may ask it. */
    public static final String POLICY = "policy";

    /** A model that learns in every step. */
    public static LearnerTerm of(String key, Recipe recipe) {
        return new LearnerTerm(key, recipe, 1, 0);
    }

    /** Returns this learner with another recipe. */
    LearnerTerm with(Recipe other) {
        return new LearnerTerm(key, other, every, start);
    }

    /** True if it makes a step after that step of the policy. */
    public boolean learnsAfter(int policyStep) {
        return stepsAfter(policyStep) > stepsAfter(policyStep - 1);
    }

    /** Number of its steps when the policy has made that many. */
    public int stepsAfter(int policySteps) {
        return stepsAfter(policySteps, every, start);
    }

    static int stepsAfter(int policySteps, int every, int start) {
        return (int) Math.max(0, ((long) policySteps - start + every - 1) / every);
    }
}
