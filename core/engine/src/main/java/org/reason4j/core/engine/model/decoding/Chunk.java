package org.reason4j.core.engine.model.decoding;

/**
 * A decoded chunk: {@code n} tokens per slot, {@code [S, n]} flattened. Entries after a slot's end have no meaning.
 *
 * @param steps {@code n}
 * @param tokens the tokens
 * @param logprobs their log-probabilities under the model, at the slot's temperature
 * @param sampledLogprobs their log-probabilities after entropy minimization, top-k, top-p and min-p
 */
public record Chunk(int steps, int[] tokens, float[] logprobs, float[] sampledLogprobs) {

    /** A chunk of zeros. */
    static Chunk empty(int slots, int steps) {
        return new Chunk(steps, new int[slots * steps], new float[slots * steps], new float[slots * steps]);
    }

    /** Copies the tokens of consecutive slots, which may have ended earlier. */
    void put(int first, int count, Chunk part) {
        for (int slot = 0; slot < count; slot++) {
            int from = slot * part.steps;
            int to = (first + slot) * steps;
            System.arraycopy(part.tokens, from, tokens, to, part.steps);
            System.arraycopy(part.logprobs, from, logprobs, to, part.steps);
            System.arraycopy(part.sampledLogprobs, from, sampledLogprobs, to, part.steps);
        }
    }
}
