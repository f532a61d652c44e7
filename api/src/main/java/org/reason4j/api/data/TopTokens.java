package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The {@code k} most likely tokens of a model at every response token, with their log-probabilities: {@code [L, k]} each,
 * flattened row by row. Immutable.
 */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class TopTokens {

    private final int k;
    private final int[] ids;
    private final float[] logprobs;

    private TopTokens(int k, int[] ids, float[] logprobs) {
        this.k = k;
        this.ids = ids;
        this.logprobs = logprobs;
    }

    /**
     * Top tokens of a whole response.
     *
     * @param k tokens per position, at least 1
     * @param ids token ids, {@code [L, k]} flattened
     * @param logprobs natural logarithms of their probabilities, {@code [L, k]} flattened; finite
     * @throws IllegalArgumentException if sizes do not agree or a number is not finite
     */
    public static TopTokens of(int k, int[] ids, float[] logprobs) {
        if (k < 1 || ids.length % k != 0 || ids.length != logprobs.length) {
            throw new IllegalArgumentException("top tokens need k >= 1 and two arrays of L * k numbers, got k = " + k
                    + ", " + ids.length + " ids and " + logprobs.length + " log-probabilities");
        }
        for (float logprob : logprobs) {
            if (!Float.isFinite(logprob)) {
                throw new IllegalArgumentException("a log-probability must be finite, got " + logprob);
            }
        }
        return new TopTokens(k, ids.clone(), logprobs.clone());
    }

    /** Tokens per position. */
    public int k() {
        return k;
    }

    /** Number of response tokens, {@code L}. */
    public int length() {
        return ids.length / k;
    }

    /** Token ids, {@code [L, k]} flattened; a copy. */
    public int[] ids() {
        return ids.clone();
    }

    /** Log-probabilities, {@code [L, k]} flattened; a copy. */
    public float[] logprobs() {
        return logprobs.clone();
    }
}
