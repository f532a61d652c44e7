package org.reason4j.api.data;

import java.util.Map;

/**
 * A trajectory with its rewards.
 *
 * @param trajectory what was sampled
 * @param scores what each configured reward said, by the reward's key in the recipe, before weights
 * @param outcome the composed reward of the whole trajectory
 * @param tokenRewards composed rewards on single tokens, {@code [L]}; zeros where no reward is dense
 */
public record ScoredTrajectory(Trajectory trajectory, Map<String, Score> scores, double outcome, float[] tokenRewards) {

    public ScoredTrajectory {
        scores = Map.copyOf(scores);
        if (tokenRewards.length != trajectory.length()) {
            throw new IllegalArgumentException(
                    "tokenRewards has " + tokenRewards.length + " entries for " + trajectory.length() + " tokens");
        }
    }

    /** The outcome plus all token rewards. */
    public double reward() {
        double sum = outcome;
        for (float reward : tokenRewards) {
            sum += reward;
        }
        return sum;
    }

    /** Returns a copy with another outcome. */
    public ScoredTrajectory withOutcome(double value) {
        return new ScoredTrajectory(trajectory, scores, value, tokenRewards);
    }

    /** Returns a copy with other token rewards, {@code [L]}. */
    public ScoredTrajectory withTokenRewards(float[] values) {
        return new ScoredTrajectory(trajectory, scores, outcome, values);
    }

    /** Returns a copy around a trajectory that carries more streams. */
    public ScoredTrajectory withTrajectory(Trajectory other) {
        return new ScoredTrajectory(other, scores, outcome, tokenRewards);
    }
}
