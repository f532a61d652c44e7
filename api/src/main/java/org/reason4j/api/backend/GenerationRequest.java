package org.reason4j.api.backend;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.SamplingParams;

/** A sequence to continue. Immutable. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class GenerationRequest {

    private final int[] tokens;
    private final int promptLength;
    private final SamplingParams params;
    private final long seed;

    private GenerationRequest(int[] tokens, int promptLength, SamplingParams params, long seed) {
        this.tokens = tokens;
        this.promptLength = promptLength;
        this.params = params;
        this.seed = seed;
    }

    /**
     * A request.
     *
     * @param tokens prompt and response so far, at least one token
     * @param promptLength number of tokens that are the prompt; the others are response tokens
     * @param params how to draw; {@code maxTokens} counts new tokens, {@code stopIds} are all ids that end the response.
     *     Core looks for stop strings itself and drops tokens after one: a backend ends there, or goes on
     * @param seed key of the response's draws
     */
    public static GenerationRequest of(int[] tokens, int promptLength, SamplingParams params, long seed) {
        return new GenerationRequest(tokens.clone(), promptLength, params, seed);
    }

    /** Prompt and response so far; a copy. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Number of tokens that are the prompt. */
    public int promptLength() {
        return promptLength;
    }

    /** Index of the first new token in the response: draws are a function of the seed and this index. */
    public int position() {
        return tokens.length - promptLength;
    }

    /** Sampling parameters. */
    public SamplingParams params() {
        return params;
    }

    /** Key of the response's draws. */
    public long seed() {
        return seed;
    }
}
