package org.reason4j.optimizer.preference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.Batch;

/** Responses and batches in plain numbers. */
final class Responses {

    private Responses() {}

    static Prompt prompt(String id) {
        return Prompt.of(id, List.of(Message.user(id)), new int[] {1});
    }

    /** A response that comes with the data, of that many tokens. */
    static Trajectory given(String prompt, int sample, int length, double label) {
        float[] labels = new float[length];
        Arrays.fill(labels, (float) label);
        int[] tokens = new int[length];
        Arrays.fill(tokens, 10 * sample + 2);
        return Trajectory.demonstration(prompt(prompt), sample, tokens, prompt + sample)
                .with(Labels.STREAM, labels);
    }

    /** One response of the policy for each reward. */
    static ScoredGroup sampled(String prompt, double... rewards) {
        List<ScoredTrajectory> responses = new ArrayList<>();
        for (double reward : rewards) {
            responses.add(ScoredTrajectory.of(sampled(prompt, responses.size(), Finish.STOP), reward));
        }
        return ScoredGroup.of(prompt(prompt), responses);
    }

    static Trajectory sampled(String prompt, int sample, Finish finish) {
        return Trajectory.sampled(prompt(prompt), sample, new int[] {2, 3}, "", finish, 0, SamplingParams.of(8));
    }

    static ScoredGroup unscored(Trajectory... responses) {
        return ScoredGroup.of(
                responses[0].prompt(),
                Arrays.stream(responses).map(one -> ScoredTrajectory.of(one, 0)).toList());
    }

    /** Credits of pairs whose responses have so many tokens: chosen, rejected, chosen, and so on. */
    static List<Credit> pairs(float[][] logprobs) {
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < logprobs.length; i += 2) {
            credits.addAll(Credit.pair(
                    i / 2,
                    given("p" + i / 2, i, logprobs[i].length, 1),
                    given("p" + i / 2, i + 1, logprobs[i + 1].length, -1)));
        }
        return credits;
    }

    /** A mini-batch of the credits, with log-probabilities of each response, in their order. */
    static Batch batch(List<Credit> credits, float[][] logprobs, float[][] reference) {
        List<Integer> samples =
                credits.stream().map(one -> one.trajectory().sample()).toList();
        return Batch.of(
                TokenStream.LOGPROBS,
                credits,
                Map.of(
                        TokenStream.LOGPROBS, one -> logprobs[samples.indexOf(one.sample())],
                        TokenStream.REFERENCE_LOGPROBS, one -> reference[samples.indexOf(one.sample())]));
    }
}
