package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.TreeSet;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * The number per response that a filter looks at.
 *
 * @param filter the filter's name, for messages
 * @param reward key of a reward, whose token rewards count in, before clip and weight; empty for the composed reward
 */
record GroupMetric(String filter, String reward) {

    /**
     * Returns one number per trajectory, {@code [G]}.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the recipe has no reward with that key
     */
    double[] of(ScoredGroup group) {
        return reward.isEmpty()
                ? group.rewards()
                : group.trajectories().stream().mapToDouble(this::value).toArray();
    }

    private double value(ScoredTrajectory scored) {
        Score score = scored.scores().get(reward);
        check(
                score != null,
                "The filter '%s' reads the reward '%s', but this recipe's rewards are %s. Set its metric to one of them, or"
                        + " leave it out for the composed reward.",
                filter,
                reward,
                new TreeSet<>(scored.scores().keySet()));
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
