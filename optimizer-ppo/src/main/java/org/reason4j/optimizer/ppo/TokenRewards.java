package org.reason4j.optimizer.ppo;

import org.reason4j.api.data.ScoredTrajectory;

/**
 * The reward of each token: dense rewards where they stand, and the outcome on the last learned token.
 *
 * <p>A dense reward on a token that is not learned, such as an observation, counts for the learned token before it. Where
 * there is none, the token belongs to another branch, which is credited with it.
 */
final class TokenRewards {

    private TokenRewards() {}

    /** Returns one reward per response token, {@code [L]}, and 0 on tokens that are not learned. */
    static double[] of(ScoredTrajectory scored) {
        boolean[] learned = scored.trajectory().learned();
        double[] rewards = new double[learned.length];
        int last = -1;
        for (int t = 0; t < rewards.length; t++) {
            last = learned[t] ? t : last;
            if (last >= 0) {
                rewards[last] += scored.tokenReward(t);
            }
        }
        if (last >= 0) {
            rewards[last] += scored.outcome();
        }
        return rewards;
    }
}
