package org.reason4j.api.sampler;

import org.reason4j.api.data.Prompt;

/**
 * One response to sample.
 *
 * @param prompt what the policy is given
 * @param sample index of the response; with the run's seed, the step and the prompt it fixes every random draw
 * @param prefix response tokens already written, which the policy continues; empty for a fresh response
 * @param params how to draw
 */
public record RolloutRequest(Prompt prompt, int sample, int[] prefix, SamplingParams params) {

    /** A fresh response. */
    public static RolloutRequest of(Prompt prompt, int sample, SamplingParams params) {
        return new RolloutRequest(prompt, sample, new int[0], params);
    }
}
