package org.reason4j.reward.unsupervised;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Responses and what a reward said of them. */
public final class Responses {

    private Responses() {}

    public static Trajectory response(String promptId, int sample, String text, long policyVersion) {
        Prompt prompt = Prompt.of(promptId, List.of(), new int[] {1});
        return Trajectory.sampled(prompt, sample, new int[1], text, Finish.STOP, policyVersion, SamplingParams.of(64));
    }

    /** Responses that consist of their answer; an empty one has none. */
    public static Group answering(String... answers) {
        return group(IntStream.range(0, answers.length)
                .mapToObj(i -> response("p", i, answers[i], 0))
                .toList());
    }

    /** One response of one token per value, and a stream over them. */
    public static Group streaming(TokenStream stream, boolean[] learned, float... values) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        return group(
                List.of(Trajectory.sampled(prompt, 0, new int[values.length], "", Finish.STOP, 0, SamplingParams.of(64))
                        .withLearned(learned)
                        .with(stream, values)));
    }

    public static boolean[] all(int tokens) {
        boolean[] learned = new boolean[tokens];
        Arrays.fill(learned, true);
        return learned;
    }

    public static double[] values(List<Score> scores) {
        return scores.stream()
                .mapToDouble(score -> ((Score.Value) score).value())
                .toArray();
    }

    private static Group group(List<Trajectory> responses) {
        return Group.of(responses.get(0).prompt(), responses);
    }
}
