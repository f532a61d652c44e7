package org.reason4j.core.trainer.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Trajectories for tests: a prompt of so many tokens and a response of which some are learned. */
public final class Trajectories {

    private Trajectories() {}

    /** All tokens are learned; token ids count from 20. */
    public static Trajectory of(int promptTokens, int responseTokens) {
        boolean[] learned = new boolean[responseTokens];
        Arrays.fill(learned, true);
        return of(promptTokens, learned, Map.of());
    }

    public static Trajectory of(int promptTokens, boolean[] learned, Map<TokenStream, float[]> streams) {
        int[] prompt = new int[promptTokens];
        int[] response = new int[learned.length];
        Arrays.setAll(prompt, i -> 20 + i);
        Arrays.setAll(response, i -> 30 + i);
        Trajectory trajectory = Trajectory.sampled(
                        Prompt.of("p", List.of(), prompt), 0, response, "text", Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(learned);
        for (Map.Entry<TokenStream, float[]> stream : streams.entrySet()) {
            trajectory = trajectory.with(stream.getKey(), stream.getValue());
        }
        return trajectory;
    }
}
