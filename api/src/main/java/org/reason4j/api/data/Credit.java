package org.reason4j.api.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much better than expected each token of a trajectory was.
 *
 * @param trajectory the trajectory, with any further streams that the loss reads
 * @param advantages one per response token, {@code [L]}; what stands on tokens that are not learned is ignored
 */
public record Credit(Trajectory trajectory, float[] advantages) {

    public Credit {
        if (advantages.length != trajectory.length()) {
            throw new IllegalArgumentException(
                    "advantages has " + advantages.length + " entries for " + trajectory.length() + " tokens");
        }
        for (float advantage : advantages) {
            if (!Float.isFinite(advantage)) {
                throw new IllegalArgumentException("an advantage must be finite, got " + advantage);
            }
        }
    }

    /** Gives every token of a trajectory the same advantage. */
    public static Credit constant(Trajectory trajectory, double advantage) {
        float[] advantages = new float[trajectory.length()];
        Arrays.fill(advantages, (float) advantage);
        return new Credit(trajectory, advantages);
    }

    /** Gives every token the advantage of its trajectory; {@code advantages} is {@code [G]}. */
    public static List<Credit> perTrajectory(ScoredGroup group, double[] advantages) {
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            credits.add(constant(group.trajectories().get(i).trajectory(), advantages[i]));
        }
        return credits;
    }
}
