package org.reason4j.reward.dense.step;

import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Trajectory;

/** Gathers the values of a trajectory's learned tokens, and scatters numbers back to them. */
public final class LearnedTokens {

    private LearnedTokens() {}

    /** The values of learned tokens; {@code values} is {@code [L]}. */
    public static double[] of(Trajectory trajectory, float[] values) {
        double[] learned = new double[trajectory.learnedTokens()];
        int next = 0;
        for (int t = 0; t < values.length; t++) {
            if (trajectory.isLearned(t)) {
                learned[next++] = values[t];
            }
        }
        return learned;
    }

    /** Credits learned tokens, in their order; the others get 0. */
    public static Credit credit(Trajectory trajectory, double[] advantages) {
        float[] all = new float[trajectory.length()];
        int next = 0;
        for (int t = 0; t < all.length; t++) {
            if (trajectory.isLearned(t)) {
                all[t] = (float) advantages[next++];
            }
        }
        return Credit.of(trajectory, all);
    }
}
