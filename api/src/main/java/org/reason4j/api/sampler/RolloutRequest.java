package org.reason4j.api.sampler;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;

/**
 * One response to write.
 *
 * @param prompt what the policy is given
 * @param sample index of the response; with the run's seed, the step and the prompt it fixes every random draw
 * @param prefix response tokens already written, {@code [P]}, which the policy continues; empty for a fresh response
 * @param learned which of them the new trajectory is to be learned from, {@code [P]}
 * @param streams their numbers, {@code [P]} each, which the new trajectory takes over
 * @param branch where it leaves another response
 * @param params how to draw; {@code maxTokens} counts new tokens, those that an environment inserts included
 */
public record RolloutRequest(
        Prompt prompt,
        int sample,
        int[] prefix,
        boolean[] learned,
        Map<Stream, float[]> streams,
        Optional<Branch> branch,
        SamplingParams params) {

    public RolloutRequest {
        if (learned.length != prefix.length) {
            throw new IllegalArgumentException(
                    "learned has " + learned.length + " entries for " + prefix.length + " tokens of the prefix");
        }
        streams = Map.copyOf(streams);
    }

    /** A fresh response. */
    public static RolloutRequest of(Prompt prompt, int sample, SamplingParams params) {
        return new RolloutRequest(prompt, sample, new int[0], new boolean[0], Map.of(), Optional.empty(), params);
    }

    /**
     * A response that shares the first {@code at} response tokens of another and then goes its own way. The shared tokens
     * are not learned in it, and their streams are those of the other.
     */
    public static RolloutRequest branch(Trajectory parent, int at, int sample, SamplingParams params) {
        Map<Stream, float[]> streams = new HashMap<>();
        parent.streams().forEach((stream, values) -> streams.put(stream, Arrays.copyOf(values, at)));
        return new RolloutRequest(
                parent.prompt(),
                sample,
                Arrays.copyOf(parent.response(), at),
                new boolean[at],
                streams,
                Optional.of(new Branch(parent.sample(), at)),
                params);
    }
}
