package org.reason4j.sampler.dynamic;

import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * The number per response that a filter reads.
 *
 * @param reward key of a reward, whose token rewards count in, before clip and weight; empty for the composed reward
 */
record GroupMetric(String reward) {

    /** Requirements of a filter with this metric: its reward. */
    Requirements requirements() {
        return reward.isEmpty() ? Requirements.NONE : Requirements.rewards(reward);
    }

    /** Returns one number per trajectory, {@code [G]}. */
    double[] of(ScoredGroup group) {
        return reward.isEmpty()
                ? group.rewards()
                : group.trajectories().stream().mapToDouble(this::value).toArray();
    }

    private double value(ScoredTrajectory scored) {
        Score score = scored.scores().get(reward);
        if (!(score instanceof Score.Value value)) {
            throw new IllegalStateException(
                    "The reward '" + reward + "' has no value for a trajectory that was kept: " + score);
        }
        double sum = value.value();
        for (float tokenReward : value.tokenRewards().orElse(new float[0])) {
            sum += tokenReward;
        }
        return sum;
    }
}
