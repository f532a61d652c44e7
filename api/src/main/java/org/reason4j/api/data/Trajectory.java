package org.reason4j.api.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One prompt with one response. Immutable: arrays have one entry per response token, {@code L} in all, and every array
 * that is given or returned is a copy.
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class Trajectory {

    private final Prompt prompt;
    private final int sample;
    private final int[] response;
    private final boolean[] learned;
    private final String text;
    private final Finish finish;
    private final Origin origin;
    private final OptionalLong policyVersion;
    private final Optional<SamplingParams> params;
    private final Map<TokenStream, float[]> streams;
    private final Map<TokenStream, TopTokens> tops;
    private final Optional<Branch> branch;
    private final Optional<String> failure;

    private Trajectory(Parts parts) {
        prompt = parts.prompt;
        sample = parts.sample;
        response = parts.response;
        learned = parts.learned;
        text = parts.text;
        finish = parts.finish;
        origin = parts.origin;
        policyVersion = parts.policyVersion;
        params = parts.params;
        streams = parts.streams;
        tops = parts.tops;
        branch = parts.branch;
        failure = parts.failure;
    }

    /**
     * A response that the policy in training sampled; every token is learned.
     *
     * @param prompt input of the policy
     * @param sample index of this response among those to the same prompt, from 0
     * @param response token ids as they were sampled, {@code [L]}, including a final stop token
     * @param text the response as text, without the stop token or stop string
     * @param finish why the response ended, not {@link Finish#FAILED}: {@link #withFailure} says that
     * @param policyVersion number of weight updates behind the policy that sampled it
     * @param params how its tokens were drawn
     */
    public static Trajectory sampled(
            Prompt prompt,
            int sample,
            int[] response,
            String text,
            Finish finish,
            long policyVersion,
            SamplingParams params) {
        if (finish == Finish.FAILED) {
            throw new IllegalArgumentException("a failed response says why: use withFailure");
        }
        Parts parts = new Parts(prompt, sample, response.clone(), text);
        parts.finish = finish;
        parts.policyVersion = OptionalLong.of(policyVersion);
        parts.params = Optional.of(params);
        return new Trajectory(parts);
    }

    /**
     * A response to imitate; every token is learned. It has no policy version, no sampling parameters and no behaviour
     * log-probabilities, and its log-probabilities are taken at temperature 1 unless {@link #withParams} says otherwise.
     *
     * @param prompt input that it answers
     * @param sample index of this response among those to the same prompt, from 0
     * @param response token ids, {@code [L]}, with the token that ends a response
     * @param text the response as text
     */
    public static Trajectory demonstration(Prompt prompt, int sample, int[] response, String text) {
        Parts parts = new Parts(prompt, sample, response.clone(), text);
        parts.origin = Origin.DEMONSTRATION;
        return new Trajectory(parts);
    }

    /** Input of the policy. */
    public Prompt prompt() {
        return prompt;
    }

    /** Index of this response among those to the same prompt, from 0. */
    public int sample() {
        return sample;
    }

    /** Token ids, {@code [L]}, including a final stop token; never decoded and encoded again. A copy. */
    public int[] response() {
        return response.clone();
    }

    /** One token id. */
    public int token(int t) {
        return response[t];
    }

    /** Number of response tokens, {@code L}. */
    public int length() {
        return response.length;
    }

    /**
     * True on tokens to learn from, {@code [L]}: those that the policy wrote, and in a tree only in the one response that
     * wrote them first; false on those that an environment inserted. A copy.
     */
    public boolean[] learned() {
        return learned.clone();
    }

    /** True if one token is learned. */
    public boolean isLearned(int t) {
        return learned[t];
    }

    /** Number of learned tokens. */
    public int learnedTokens() {
        int count = 0;
        for (boolean token : learned) {
            count += token ? 1 : 0;
        }
        return count;
    }

    /** The response as text, without the stop token or stop string. */
    public String text() {
        return text;
    }

    /** Why the response ended. */
    public Finish finish() {
        return finish;
    }

    /** Source of its tokens. */
    public Origin origin() {
        return origin;
    }

    /**
     * Number of weight updates behind the policy that sampled it, or its oldest token where the weights changed meanwhile
     * ({@link TokenStream#POLICY_VERSION}); empty where the policy in training did not.
     */
    public OptionalLong policyVersion() {
        return policyVersion;
    }

    /** Parameters of its sampling; empty where no distribution is known. */
    public Optional<SamplingParams> params() {
        return params;
    }

    /** Temperature that divides the logits of its log-probabilities: that of its sampling, 1 where it was greedy or unknown. */
    public double temperature() {
        return params.map(SamplingParams::temperature)
                .filter(temperature -> temperature > 0)
                .orElse(1.0);
    }

    /** Point where it left another response of its group; empty for one that began at the prompt. */
    public Optional<Branch> branch() {
        return branch;
    }

    /** Cause of {@link Finish#FAILED}; empty otherwise. */
    public Optional<String> failure() {
        return failure;
    }

    /** Names of the streams that it carries. */
    public Set<TokenStream> streams() {
        return streams.keySet();
    }

    /**
     * Returns a stream, {@code [L]}; a copy.
     *
     * @throws IllegalStateException if it was not computed; the message says how to ask for it
     */
    public float[] stream(TokenStream stream) {
        float[] values = streams.get(stream);
        if (values == null) {
            throw new IllegalStateException("The trajectory of prompt '" + prompt.id() + "', origin " + origin
                    + ", has no stream '" + stream + "'; it has " + streams.keySet()
                    + ". Declare the stream in requirements().");
        }
        return values.clone();
    }

    /** Returns a stream, {@code [L]}, if it carries it; a copy. */
    public Optional<float[]> find(TokenStream stream) {
        return Optional.ofNullable(streams.get(stream)).map(float[]::clone);
    }

    /** Top tokens by the name that they were attached under. */
    public Map<TokenStream, TopTokens> tops() {
        return tops;
    }

    /** Returns a copy that carries one more stream, {@code [L]}, or other numbers in it. */
    public Trajectory with(TokenStream stream, float[] values) {
        requireLength("stream '" + stream + "'", values.length);
        Parts parts = new Parts(this);
        Map<TokenStream, float[]> all = new HashMap<>(streams);
        all.put(stream, values.clone());
        parts.streams = Collections.unmodifiableMap(all);
        return new Trajectory(parts);
    }

    /** Returns a copy that carries a model's most likely tokens, {@code [L, k]}, under that name. */
    public Trajectory with(TokenStream name, TopTokens top) {
        requireLength("top tokens '" + name + "'", top.length());
        Parts parts = new Parts(this);
        Map<TokenStream, TopTokens> all = new HashMap<>(tops);
        all.put(name, top);
        parts.tops = Collections.unmodifiableMap(all);
        return new Trajectory(parts);
    }

    /** Returns a copy that is learned where {@code tokens} is true, {@code [L]}. */
    public Trajectory withLearned(boolean[] tokens) {
        requireLength("learned", tokens.length);
        Parts parts = new Parts(this);
        parts.learned = tokens.clone();
        return new Trajectory(parts);
    }

    /** Returns a copy with another source. One that is not {@link Origin#POLICY} keeps its version and numbers. */
    public Trajectory withOrigin(Origin source) {
        Parts parts = new Parts(this);
        parts.origin = source;
        return new Trajectory(parts);
    }

    /** Returns a copy with other parameters, whose temperature its log-probabilities are taken at. */
    public Trajectory withParams(SamplingParams drawn) {
        Parts parts = new Parts(this);
        parts.params = Optional.of(drawn);
        return new Trajectory(parts);
    }

    /** Returns a copy that stands at another index among the responses to its prompt. */
    public Trajectory withSample(int index) {
        Parts parts = new Parts(this);
        parts.sample = index;
        return new Trajectory(parts);
    }

    /** Returns a copy that left another response of its group there. */
    public Trajectory withBranch(Branch from) {
        Parts parts = new Parts(this);
        parts.branch = Optional.of(from);
        return new Trajectory(parts);
    }

    /** Returns a copy that ended with {@link Finish#FAILED} for that reason. */
    public Trajectory withFailure(String reason) {
        Parts parts = new Parts(this);
        parts.finish = Finish.FAILED;
        parts.failure = Optional.of(reason);
        return new Trajectory(parts);
    }

    private void requireLength(String name, int length) {
        if (length != response.length) {
            throw new IllegalArgumentException(
                    name + " has " + length + " entries for " + response.length + " response tokens");
        }
    }

    @Override
    public String toString() {
        return "sample " + sample + " of " + prompt.id() + ", " + response.length + " tokens, " + origin + ", "
                + finish;
    }

    /** Parts of a trajectory under construction; its arrays belong to it. */
    private static final class Parts {
        private final Prompt prompt;
        private final int[] response;
        private final String text;
        private int sample;
        private boolean[] learned;
        private Finish finish = Finish.STOP;
        private Origin origin = Origin.POLICY;
        private OptionalLong policyVersion = OptionalLong.empty();
        private Optional<SamplingParams> params = Optional.empty();
        private Map<TokenStream, float[]> streams = Map.of();
        private Map<TokenStream, TopTokens> tops = Map.of();
        private Optional<Branch> branch = Optional.empty();
        private Optional<String> failure = Optional.empty();

        Parts(Prompt prompt, int sample, int[] response, String text) {
            this.prompt = prompt;
            this.sample = sample;
            this.response = response;
            this.text = text;
            learned = new boolean[response.length];
            Arrays.fill(learned, true);
        }

        Parts(Trajectory from) {
            prompt = from.prompt;
            response = from.response;
            text = from.text;
            sample = from.sample;
            learned = from.learned;
            finish = from.finish;
            origin = from.origin;
            policyVersion = from.policyVersion;
            params = from.params;
            streams = from.streams;
            tops = from.tops;
            branch = from.branch;
            failure = from.failure;
        }
    }
}
