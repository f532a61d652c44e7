package org.reason4j.optimizer.ppo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;

/** Scored responses to one prompt. */
final class Trajectories {

    private static final Prompt PROMPT = new Prompt("p", List.of(), new int[] {1}, Map.of());

    private Trajectories() {}

    /** A response with dense rewards and values, {@code [L]} each; only an outcome where {@code rewards} is all zeros. */
    static ScoredTrajectory scored(int sample, boolean[] learned, float[] values, double outcome, float... rewards) {
        Trajectory trajectory = new Trajectory(
                PROMPT, sample, new int[learned.length], learned, "", Finish.STOP, 0, Map.of(Stream.VALUES, values));
        return new ScoredTrajectory(trajectory, Map.of(), outcome, Arrays.copyOf(rewards, learned.length));
    }

    static ScoredGroup group(ScoredTrajectory... trajectories) {
        return new ScoredGroup(PROMPT, List.of(trajectories));
    }

    /** {@code mask("1011")} is true but for the second token. */
    static boolean[] mask(String bits) {
        boolean[] mask = new boolean[bits.length()];
        for (int t = 0; t < mask.length; t++) {
            mask[t] = bits.charAt(t) == '1';
        }
        return mask;
    }
}
