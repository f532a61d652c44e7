package org.reason4j.regularizer.entropy;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Responses with their log-probabilities at the step's start and their advantages, {@code [L]} each. */
final class Credits {

    private Credits() {}

    static Credit of(String promptId, long policyVersion, boolean[] learned, float[] old, float[] advantages) {
        Prompt prompt = Prompt.of(promptId, List.of(), new int[] {1});
        return Credit.of(
                Trajectory.sampled(
                                prompt, 0, new int[old.length], "", Finish.STOP, policyVersion, SamplingParams.of(64))
                        .withLearned(learned)
                        .with(TokenStream.OLD_LOGPROBS, old),
                advantages);
    }

    static Credit learned(float[] old, float[] advantages) {
        boolean[] all = new boolean[old.length];
        Arrays.fill(all, true);
        return of("p", 0, all, old, advantages);
    }
}
