package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.plugin.PluginException;

/** Reads and replaces the rewards of a trajectory: of one reward by its key, or the composed one where the key is empty. */
public final class Rewards {

    private Rewards() {}

    /** Needs of a shaper that reads rewards with these keys; an empty key needs nothing. */
    public static Requirements named(String... keys) {
        return Requirements.rewards(
                Arrays.stream(keys).filter(key -> !key.isEmpty()).toArray(String[]::new));
    }

    /** The composed reward, that on single tokens included; or the whole value of the reward with that key. */
    public static double of(ScoredTrajectory one, String key) {
        return key.isEmpty() ? composed(one) : value(one, key) + sum(tokens(one, key));
    }

    /** The rewards of a group, {@code [G]}, as {@link #of}. */
    public static double[] of(ScoredGroup group, String key) {
        return group.trajectories().stream().mapToDouble(one -> of(one, key)).toArray();
    }

    /** The composed reward, that on single tokens included. */
    public static double composed(ScoredTrajectory one) {
        double reward = one.reward();
        if (!Double.isFinite(reward)) {
            throw new PluginException("The composed reward of the " + one.trajectory() + " is " + reward
                    + ", expected a finite number; a shaper before this one made it");
        }
        return reward;
    }

    /** The value of a reward without what it put on single tokens. */
    public static double value(ScoredTrajectory one, String key) {
        return scored(one, key).value();
    }

    /** What a reward put on single tokens, {@code [L]}. */
    public static Optional<float[]> tokens(ScoredTrajectory one, String key) {
        return scored(one, key).tokenRewards();
    }

    private static Score.Value scored(ScoredTrajectory one, String key) {
        Score score = one.scores().get(key);
        if (score instanceof Score.Value value) {
            return value;
        }
        throw new PluginException("The " + one.trajectory() + " has no value of the reward '" + key + "', found "
                + score + "; its scores are " + one.scores());
    }

    private static double sum(Optional<float[]> rewards) {
        double sum = 0;
        for (float reward : rewards.orElse(new float[0])) {
            sum += reward;
        }
        return sum;
    }

    /** Returns a copy whose whole reward is that value, none of it on single tokens. */
    public static ScoredTrajectory replaced(ScoredTrajectory one, double value) {
        return one.withOutcome(value)
                .withTokenRewards(new float[one.trajectory().length()]);
    }

    /** Returns a copy of a group whose rewards are those values, {@code [G]}, none of them on single tokens. */
    public static ScoredGroup replaced(ScoredGroup group, double... values) {
        List<ScoredTrajectory> members = group.trajectories();
        ScoredTrajectory[] changed = new ScoredTrajectory[values.length];
        Arrays.setAll(changed, i -> replaced(members.get(i), values[i]));
        return group.withTrajectories(List.of(changed));
    }

    /** True if the reward with that key, or the composed one, exceeds a value. */
    public static boolean isRight(ScoredTrajectory one, String key, double above) {
        return of(one, key) > above;
    }

    /** Which responses of a group are right, {@code [G]}, as {@link #isRight}. */
    public static boolean[] right(ScoredGroup group, String key, double above) {
        boolean[] right = new boolean[group.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = isRight(group.trajectories().get(i), key, above);
        }
        return right;
    }

    /** Returns a copy of a group with those values added to its outcomes, {@code [G]}. */
    public static ScoredGroup added(ScoredGroup group, double... values) {
        List<ScoredTrajectory> members = group.trajectories();
        ScoredTrajectory[] changed = new ScoredTrajectory[values.length];
        Arrays.setAll(changed, i -> members.get(i).withOutcome(members.get(i).outcome() + values[i]));
        return group.withTrajectories(List.of(changed));
    }

    /** Returns a copy with outcome and token rewards multiplied. */
    public static ScoredTrajectory scaled(ScoredTrajectory one, double factor) {
        float[] tokens = one.tokenRewards();
        for (int t = 0; t < tokens.length; t++) {
            tokens[t] *= (float) factor;
        }
        return one.withOutcome(one.outcome() * factor).withTokenRewards(tokens);
    }

    /** Refuses a setting that is not a finite number. */
    public static void checkFinite(String setting, double value) {
        check(Double.isFinite(value), "%s must be a finite number, got %s", setting, value);
    }
}
