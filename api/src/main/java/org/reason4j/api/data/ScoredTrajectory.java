package org.reason4j.api.data;

import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A trajectory with its rewards. Immutable. */
@API(status = Status.STABLE, since = "1.0.0")
public final class ScoredTrajectory {

    private final Trajectory trajectory;
    private final Map<String, Score> scores;
    private final double outcome;
    private final float[] tokenRewards;
    private final Map<String, Double> shares;

    private ScoredTrajectory(
            Trajectory trajectory,
            Map<String, Score> scores,
            double outcome,
            float[] tokenRewards,
            Map<String, Double> shares) {
        if (tokenRewards.length != trajectory.length()) {
            throw new IllegalArgumentException(
                    "tokenRewards has " + tokenRewards.length + " entries for " + trajectory.length() + " tokens");
        }
        this.trajectory = trajectory;
        this.scores = scores;
        this.outcome = outcome;
        this.tokenRewards = tokenRewards;
        this.shares = shares;
    }

    /** A trajectory with a composed reward and no rewards on single tokens. */
    public static ScoredTrajectory of(Trajectory trajectory, double outcome) {
        return new ScoredTrajectory(trajectory, Map.of(), outcome, new float[trajectory.length()], Map.of());
    }

    /** The sampled response. */
    public Trajectory trajectory() {
        return trajectory;
    }

    /** Scores of each configured reward, by the reward's key in the recipe, before weights. */
    public Map<String, Score> scores() {
        return scores;
    }

    /** Composed reward of the whole trajectory. */
    public double outcome() {
        return outcome;
    }

    /** Composed rewards on single tokens, {@code [L]}; zeros where no reward is dense. A copy. */
    public float[] tokenRewards() {
        return tokenRewards.clone();
    }

    /** Composed reward on one token. */
    public float tokenReward(int t) {
        return tokenRewards[t];
    }

    /** The outcome plus all token rewards. */
    public double reward() {
        double sum = outcome;
        for (float reward : tokenRewards) {
            sum += reward;
        }
        return sum;
    }

    /**
     * Contribution of each reward of the recipe's sum to the composed reward, by its key: the value after clip, weight and
     * gates, token rewards included. They add up to the reward as it was composed; what shapers changed is in none of them.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public Map<String, Double> shares() {
        return shares;
    }

    /** Returns a copy with other shares by the key of their reward. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public ScoredTrajectory withShares(Map<String, Double> values) {
        return new ScoredTrajectory(trajectory, scores, outcome, tokenRewards, Map.copyOf(values));
    }

    /** Returns a copy with another outcome. */
    public ScoredTrajectory withOutcome(double value) {
        return new ScoredTrajectory(trajectory, scores, value, tokenRewards, shares);
    }

    /** Returns a copy with other token rewards, {@code [L]}. */
    public ScoredTrajectory withTokenRewards(float[] values) {
        return new ScoredTrajectory(trajectory, scores, outcome, values.clone(), shares);
    }

    /** Returns a copy with other scores by the key of their reward. */
    public ScoredTrajectory withScores(Map<String, Score> values) {
        return new ScoredTrajectory(trajectory, Map.copyOf(values), outcome, tokenRewards, shares);
    }

    /** Returns a copy around a trajectory that carries more streams. */
    public ScoredTrajectory withTrajectory(Trajectory other) {
        return new ScoredTrajectory(other, scores, outcome, tokenRewards, shares);
    }

    @Override
    public String toString() {
        return trajectory + ", reward " + reward();
    }
}
