package org.reason4j.api.backend;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.data.Finish;

/** New tokens of a sequence, {@code N} of them. Immutable. */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class Generation {

    private final int[] tokens;
    private final float[] logprobs;
    private final float[] sampledLogprobs;
    private final Finish finish;
    private final long version;

    private Generation(int[] tokens, float[] logprobs, float[] sampledLogprobs, Finish finish, long version) {
        this.tokens = tokens;
        this.logprobs = logprobs;
        this.sampledLogprobs = sampledLogprobs;
        this.finish = finish;
        this.version = version;
    }

    /**
     * New tokens.
     *
     * @param tokens ids, {@code [N]}, {@code 1 <= N <= maxTokens}, with the token that ended the sequence
     * @param logprobs log-probabilities under the model at the request's temperature, {@code [N]}
     * @param sampledLogprobs log-probabilities after top-k, top-p and min-p, {@code [N]}; {@code logprobs} where the request
     *     has no such filter
     * @param finish {@link Finish#STOP} or {@link Finish#LENGTH}
     * @param version of the weights that wrote them, {@link PolicyWeights#version}
     * @throws IllegalArgumentException if lengths differ, a number is not finite or {@code finish} is another one
     */
    public static Generation of(int[] tokens, float[] logprobs, float[] sampledLogprobs, Finish finish, long version) {
        if (tokens.length == 0 || logprobs.length != tokens.length || sampledLogprobs.length != tokens.length) {
            throw new IllegalArgumentException(
                    "a generation has at least one token and two log-probabilities for each, got "
                            + tokens.length + " tokens, " + logprobs.length + " and " + sampledLogprobs.length
                            + " log-probabilities");
        }
        for (int i = 0; i < tokens.length; i++) {
            if (!Float.isFinite(logprobs[i]) || !Float.isFinite(sampledLogprobs[i])) {
                throw new IllegalArgumentException("log-probabilities must be finite, got " + logprobs[i] + " and "
                        + sampledLogprobs[i] + " for token " + i);
            }
        }
        if (finish == Finish.FAILED) {
            throw new IllegalArgumentException("a generation that failed completes its future exceptionally");
        }
        return new Generation(tokens.clone(), logprobs.clone(), sampledLogprobs.clone(), finish, version);
    }

    /** Token ids, {@code [N]}; a copy. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Log-probabilities under the model, {@code [N]}; a copy. */
    public float[] logprobs() {
        return logprobs.clone();
    }

    /** Log-probabilities under the distribution that was sampled from, {@code [N]}; a copy. */
    public float[] sampledLogprobs() {
        return sampledLogprobs.clone();
    }

    /** Why the sequence ended. */
    public Finish finish() {
        return finish;
    }

    /** Version of the weights that wrote it. */
    public long version() {
        return version;
    }
}
