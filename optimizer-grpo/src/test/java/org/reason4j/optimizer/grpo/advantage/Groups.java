package org.reason4j.optimizer.grpo.advantage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Scored groups in plain numbers. */
final class Groups {

    private Groups() {}

    /** A response; {@code learned} and {@code tokenRewards} are {@code [L]}. */
    static ScoredTrajectory response(double outcome, boolean[] learned, float... tokenRewards) {
        return response(0, outcome, learned, tokenRewards);
    }

    /** A response of that many learned tokens with a number among its siblings. */
    static ScoredTrajectory response(int sample, double outcome, int length) {
        boolean[] learned = new boolean[length];
        Arrays.fill(learned, true);
        return response(sample, outcome, learned, new float[length]);
    }

    private static ScoredTrajectory response(int sample, double outcome, boolean[] learned, float... tokenRewards) {
        Trajectory trajectory = Trajectory.sampled(
                        Prompt.of("p", List.of(), new int[] {1}),
                        sample,
                        new int[learned.length],
                        "",
                        Finish.STOP,
                        0,
                        SamplingParams.of(64))
                .withLearned(learned);
        return ScoredTrajectory.of(trajectory, outcome).withTokenRewards(tokenRewards);
    }

    /** A response of that many learned tokens without token rewards. */
    static ScoredTrajectory response(double outcome, int length) {
        boolean[] learned = new boolean[length];
        Arrays.fill(learned, true);
        return response(outcome, learned, new float[length]);
    }

    /** A response whose tokens have these entropies, {@code [L]}. */
    static ScoredTrajectory hesitant(double outcome, float... entropies) {
        ScoredTrajectory plain = response(outcome, entropies.length);
        return plain.withTrajectory(plain.trajectory().with(TokenStream.ENTROPY, entropies));
    }

    /** One response of one token per reward. */
    static ScoredGroup withRewards(double... rewards) {
        return of(Arrays.stream(rewards).mapToObj(reward -> response(reward, 1)).toList());
    }

    static ScoredGroup of(List<ScoredTrajectory> responses) {
        return ScoredGroup.of(responses.get(0).trajectory().prompt(), responses);
    }

    static ScoredGroup withGreedy(double greedy, ScoredTrajectory... responses) {
        return ScoredGroup.of(responses[0].trajectory().prompt(), List.of(responses))
                .withGreedy(response(greedy, 1));
    }

    /** Responses from a vector: token rewards and mask are {@code [B][T]}, right-padded. */
    static List<ScoredTrajectory> responses(float[][] tokenRewards, float[][] mask) {
        List<ScoredTrajectory> responses = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            int length = 0;
            for (float m : mask[i]) {
                length += (int) m;
            }
            boolean[] learned = new boolean[length];
            Arrays.fill(learned, true);
            responses.add(response(0, learned, Arrays.copyOf(tokenRewards[i], length)));
        }
        return responses;
    }
}
