package org.reason4j.api.model;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.TopTokens;

/** Numbers of a model for one trajectory of {@code L} response tokens. Immutable. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class TokenScores {

    private final float[] logprobs;
    private final float[] entropies;
    private final float[] values;
    private final Optional<TopTokens> top;

    private TokenScores(float[] logprobs, float[] entropies, float[] values, Optional<TopTokens> top) {
        this.logprobs = logprobs;
        this.entropies = entropies;
        this.values = values;
        this.top = top;
    }

    /** Numbers of a language model, {@code [L]} each. */
    public static TokenScores of(float[] logprobs, float[] entropies) {
        return new TokenScores(logprobs.clone(), entropies.clone(), new float[0], Optional.empty());
    }

    /** Numbers of a value model, {@code [L]}. */
    public static TokenScores ofValues(float[] values) {
        return new TokenScores(new float[0], new float[0], values.clone(), Optional.empty());
    }

    /** Returns a copy with the most likely tokens, {@code [L, k]}. */
    public TokenScores withTop(TopTokens tokens) {
        return new TokenScores(logprobs, entropies, values, Optional.of(tokens));
    }

    /** Log-probabilities of the response tokens, {@code [L]}; empty for a value model. A copy. */
    public float[] logprobs() {
        return logprobs.clone();
    }

    /** Entropies of the next-token distributions in nats, {@code [L]}; empty for a value model. A copy. */
    public float[] entropies() {
        return entropies.clone();
    }

    /** Values of the states before the tokens, {@code [L]}; empty for a language model. A copy. */
    public float[] values() {
        return values.clone();
    }

    /** The most likely tokens at each position, where they were asked for. */
    public Optional<TopTokens> top() {
        return top;
    }
}
