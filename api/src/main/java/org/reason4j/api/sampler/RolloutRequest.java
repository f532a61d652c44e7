package org.reason4j.api.sampler;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** One response to write. Immutable. */
@API(status = Status.STABLE, since = "1.0.0")
public final class RolloutRequest {

    private final Prompt prompt;
    private final int sample;
    private final int[] prefix;
    private final boolean[] learned;
    private final Map<TokenStream, float[]> streams;
    private final Optional<Branch> branch;
    private final SamplingParams params;

    private RolloutRequest(
            Prompt prompt,
            int sample,
            int[] prefix,
            boolean[] learned,
            Map<TokenStream, float[]> streams,
            Optional<Branch> branch,
            SamplingParams params) {
        this.prompt = prompt;
        this.sample = sample;
        this.prefix = prefix;
        this.learned = learned;
        this.streams = streams;
        this.branch = branch;
        this.params = params;
    }

    /**
     * A fresh response.
     *
     * @param prompt input of the policy
     * @param sample index of the response; with the run's seed, the step and the prompt it fixes every random draw
     * @param params how to draw; {@code maxTokens} counts new tokens, those that an environment inserts included
     */
    public static RolloutRequest of(Prompt prompt, int sample, SamplingParams params) {
        return new RolloutRequest(prompt, sample, new int[0], new boolean[0], Map.of(), Optional.empty(), params);
    }

    /**
     * A response that shares the first {@code at} response tokens of another and then goes its own way. The shared tokens
     * are not learned in it, and their streams are those of the other.
     */
    public static RolloutRequest branch(Trajectory parent, int at, int sample, SamplingParams params) {
        Map<TokenStream, float[]> streams = new HashMap<>();
        parent.streams().forEach(stream -> streams.put(stream, Arrays.copyOf(parent.stream(stream), at)));
        return new RolloutRequest(
                parent.prompt(),
                sample,
                Arrays.copyOf(parent.response(), at),
                new boolean[at],
                streams,
                Optional.of(new Branch(parent.sample(), at)),
                params);
    }

    /** Returns a copy that continues these response tokens, {@code [P]}, none of which it learns. */
    public RolloutRequest withPrefix(int[] tokens) {
        return new RolloutRequest(prompt, sample, tokens.clone(), new boolean[tokens.length], Map.of(), branch, params);
    }

    /** Returns a copy that learns tokens of the prefix where {@code tokens} is true, {@code [P]}. */
    public RolloutRequest withLearned(boolean[] tokens) {
        requireLength("learned", tokens.length);
        return new RolloutRequest(prompt, sample, prefix, tokens.clone(), streams, branch, params);
    }

    /** Returns a copy that brings a stream of the prefix, {@code [P]}, which the new trajectory takes over. */
    public RolloutRequest with(TokenStream stream, float[] values) {
        requireLength("stream '" + stream + "'", values.length);
        Map<TokenStream, float[]> all = new HashMap<>(streams);
        all.put(stream, values.clone());
        return new RolloutRequest(prompt, sample, prefix, learned, Collections.unmodifiableMap(all), branch, params);
    }

    /** Returns a copy that leaves another response there. */
    public RolloutRequest withBranch(Branch from) {
        return new RolloutRequest(prompt, sample, prefix, learned, streams, Optional.of(from), params);
    }

    /** Returns a copy that is drawn in another way. */
    public RolloutRequest withParams(SamplingParams drawn) {
        return new RolloutRequest(prompt, sample, prefix, learned, streams, branch, drawn);
    }

    private void requireLength(String name, int length) {
        if (length != prefix.length) {
            throw new IllegalArgumentException(
                    name + " has " + length + " entries for " + prefix.length + " tokens of the prefix");
        }
    }

    /** Input of the policy. */
    public Prompt prompt() {
        return prompt;
    }

    /** Index of the response. */
    public int sample() {
        return sample;
    }

    /** Response tokens already written, {@code [P]}, which the policy continues; empty for a fresh response. A copy. */
    public int[] prefix() {
        return prefix.clone();
    }

    /** Which of them the new trajectory is to be learned from, {@code [P]}; a copy. */
    public boolean[] learned() {
        return learned.clone();
    }

    /** A stream of the prefix, {@code [P]}, if the request brings it; a copy. */
    public Optional<float[]> find(TokenStream stream) {
        return Optional.ofNullable(streams.get(stream)).map(float[]::clone);
    }

    /** Point where it leaves another response. */
    public Optional<Branch> branch() {
        return branch;
    }

    /** Sampling parameters. */
    public SamplingParams params() {
        return params;
    }

    @Override
    public String toString() {
        return "sample " + sample + " of " + prompt.id() + " after " + prefix.length + " tokens, " + params;
    }
}
