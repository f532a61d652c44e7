package org.reason4j.curriculum;

import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * The number per response that a curriculum learns from.
 *
 * @param reward key of a reward, before clip and weight; empty for the composed reward
 */
record ResponseValue(String reward) {

    Requirements requirements() {
        return reward.isEmpty() ? Requirements.NONE : Requirements.rewards(reward);
    }

    double of(ScoredTrajectory one) {
        if (reward.isEmpty()) {
            return one.reward();
        }
        if (one.scores().get(reward) instanceof Score.Value score) {
            return score.value();
        }
        throw new IllegalStateException("The reward '" + reward + "' has no value for " + one.trajectory());
    }
}
