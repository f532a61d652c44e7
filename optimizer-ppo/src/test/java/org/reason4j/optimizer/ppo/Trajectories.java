package org.reason4j.optimizer.ppo;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Scored responses to one prompt. */
final class Trajectories {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});

    private Trajectories() {}

    /** A response with dense rewards and values, {@code [L]} each; only an outcome where {@code rewards} is all zeros. */
    static ScoredTrajectory scored(int sample, boolean[] learned, float[] values, double outcome, float... rewards) {
        Trajectory trajectory = Trajectory.sampled(
                        PROMPT, sample, new int[learned.length], "", Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(learned)
                .with(TokenStream.VALUES, values);
        return ScoredTrajectory.of(trajectory, outcome).withTokenRewards(Arrays.copyOf(rewards, learned.length));
    }

    static ScoredGroup group(ScoredTrajectory... trajectories) {
        return ScoredGroup.of(PROMPT, List.of(trajectories));
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
