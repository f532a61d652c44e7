package org.reason4j.api.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Advantage of each token of a trajectory: by how much it was better than expected. Immutable. */
@API(status = Status.STABLE, since = "1.0.0")
public final class Credit {

    private final Trajectory trajectory;
    private final float[] advantages;
    private final OptionalInt pair;

    private Credit(Trajectory trajectory, float[] advantages, OptionalInt pair) {
        if (advantages.length != trajectory.length()) {
            throw new IllegalArgumentException(
                    "advantages has " + advantages.length + " entries for " + trajectory.length() + " tokens");
        }
        for (float advantage : advantages) {
            requireFinite(trajectory, advantage);
        }
        this.trajectory = trajectory;
        this.advantages = advantages;
        this.pair = pair;
    }

    private static void requireFinite(Trajectory trajectory, double advantage) {
        if (!Float.isFinite((float) advantage)) {
            throw new IllegalArgumentException(
                    "an advantage must be finite in 32 bits, got " + advantage + " for sample " + trajectory.sample()
                            + " of prompt '" + trajectory.prompt().id() + "'");
        }
    }

    /**
     * Credit for a trajectory.
     *
     * @param trajectory the trajectory, with any further streams that the loss reads
     * @param advantages one per response token, {@code [L]}, finite; those of tokens that are not learned are ignored
     */
    public static Credit of(Trajectory trajectory, float[] advantages) {
        return new Credit(trajectory, advantages.clone(), OptionalInt.empty());
    }

    /** Gives every token of a trajectory the same advantage. */
    public static Credit constant(Trajectory trajectory, double advantage) {
        requireFinite(trajectory, advantage);
        float[] advantages = new float[trajectory.length()];
        Arrays.fill(advantages, (float) advantage);
        return new Credit(trajectory, advantages, OptionalInt.empty());
    }

    /** Gives every token the advantage of its trajectory; {@code advantages} is {@code [G]}. */
    public static List<Credit> perTrajectory(ScoredGroup group, double[] advantages) {
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            credits.add(constant(group.trajectories().get(i).trajectory(), advantages[i]));
        }
        return credits;
    }

    /**
     * Credits of a preference: the chosen response with advantage 1, the rejected one with -1.
     *
     * @param number of the pair, unique within the step
     */
    public static List<Credit> pair(int number, Trajectory chosen, Trajectory rejected) {
        return List.of(
                constant(chosen, 1).withPair(number), constant(rejected, -1).withPair(number));
    }

    /** The trajectory, with any further streams that the loss reads. */
    public Trajectory trajectory() {
        return trajectory;
    }

    /** One advantage per response token, {@code [L]}; a copy. */
    public float[] advantages() {
        return advantages.clone();
    }

    /** Advantage of one token. */
    public float advantage(int t) {
        return advantages[t];
    }

    /** Number of the pair that it belongs to, where a loss compares two responses. */
    public OptionalInt pair() {
        return pair;
    }

    /** Returns a copy with other advantages, {@code [L]}. */
    public Credit withAdvantages(float[] values) {
        return new Credit(trajectory, values.clone(), pair);
    }

    /** Returns a copy around a trajectory that carries more streams. */
    public Credit withTrajectory(Trajectory other) {
        return new Credit(other, advantages, pair);
    }

    /** Returns a copy that is one of the two members of a pair; the chosen one has a positive advantage. */
    public Credit withPair(int number) {
        return new Credit(trajectory, advantages, OptionalInt.of(number));
    }

    @Override
    public String toString() {
        return "credit for " + trajectory;
    }
}
