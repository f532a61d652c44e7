package org.reason4j.optimizer.grpo.advantage;

import org.reason4j.api.data.ScoredTrajectory;

/**
 * The rewards still to come at each token of a response.
 *
 * <p>{@code G_t = r_t + gamma * G_next} over learned tokens; the outcome is on the last of them. Tokens of an
 * environment are skipped: they are not discounted, and a reward on them counts for the learned tokens before them.
 * (verl restarts the sum after such tokens, so only the last turn receives the outcome.)
 *
 * @see <a href="https://arxiv.org/abs/2501.03262">REINFORCE++</a>
 */
final class ReturnsToGo {

    private ReturnsToGo() {}

    /** Returns one number per response token, {@code [L]}; on tokens that are not learned it is that of the next one. */
    static double[] of(ScoredTrajectory scored, double gamma) {
        boolean[] learned = scored.trajectory().learned();
        float[] rewards = scored.tokenRewards();
        double[] returns = new double[rewards.length];
        double toCome = 0;
        boolean outcomeCounted = false;
        for (int t = rewards.length - 1; t >= 0; t--) {
            toCome = rewards[t] + (learned[t] ? gamma : 1) * toCome;
            if (learned[t] && !outcomeCounted) {
                toCome += scored.outcome();
                outcomeCounted = true;
            }
            returns[t] = toCome;
        }
        return returns;
    }
}
