package org.reason4j.distillation.credit;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;

/**
 * A teacher's opinion as advantages, and how it goes together with those of the optimizer.
 *
 * @param coefficient advantage of one nat
 * @param combine whether the optimizer's advantages count
 * @param lookAhead factor by which a token is credited with the gaps after it; 0 for its own alone
 * @param drift extra weight of tokens before the response drifts from the teacher; 0 for none
 * @param student log-probabilities of the student that the teacher's are compared with
 */
public record CreditTerm(double coefficient, Combine combine, double lookAhead, double drift, Student student) {

    /** What becomes of the optimizer's advantages. */
    public enum Combine {
        /** They do not count: the teacher alone is learned from, and a recipe needs no rewards. */
        REPLACE,
        /** The teacher's are added to them, after any normalisation. */
        ADD
    }

    /** Log-probabilities of the student; they agree where the policy has not moved since it sampled, but for kernels. */
    public enum Student {
        /** Of the policy at the start of the step, recomputed: slime, SkyRL, verl. */
        OLD,
        /** Of the model that sampled, as it reported them: tinker. They cost no pass. */
        BEHAVIOUR
    }

    public CreditTerm {
        check(coefficient > 0 && Double.isFinite(coefficient), "coefficient must be positive, got %s", coefficient);
        check(lookAhead >= 0 && lookAhead <= 1, "lookAhead must be in [0, 1], got %s", lookAhead);
        check(drift >= 0 && Double.isFinite(drift), "drift must be at least 0, got %s", drift);
    }

    /** The stream that holds the student's log-probabilities. */
    public TokenStream stream() {
        return student == Student.OLD ? TokenStream.OLD_LOGPROBS : TokenStream.BEHAVIOUR_LOGPROBS;
    }

    /** Needs of the term. */
    public Requirements requirements() {
        return Requirements.streams(stream());
    }

    /**
     * The advantages of a response.
     *
     * @param task advantages that the optimizer gave
     * @param gaps of {@link ReverseKl#gaps}
     */
    float[] advantages(float[] task, double[] gaps, boolean[] learned) {
        double[] own = ReverseKl.advantages(gaps, coefficient);
        if (drift > 0) {
            double[] weights = DriftWeights.of(gaps, learned, drift);
            for (int t = 0; t < own.length; t++) {
                own[t] *= weights[t];
            }
        }
        double[] ahead = ReverseKl.lookingAhead(own, learned, lookAhead);
        float[] combined = new float[ahead.length];
        for (int t = 0; t < combined.length; t++) {
            combined[t] = (float) (ahead[t] + (combine == Combine.ADD && learned[t] ? task[t] : 0));
        }
        return combined;
    }
}
