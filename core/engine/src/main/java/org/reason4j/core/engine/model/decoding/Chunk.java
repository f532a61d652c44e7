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

    /** Copies tokens: those of row i become those of {@code slots[i]}, which may have ended earlier. */
    void put(int[] slots, Chunk rows) {
        for (int row = 0; row < slots.length; row++) {
            int from = row * rows.steps;
            int to = slots[row] * steps;
            System.arraycopy(rows.tokens, from, tokens, to, rows.steps);
            System.arraycopy(rows.logprobs, from, logprobs, to, rows.steps);
            System.arraycopy(rows.sampledLogprobs, from, sampledLogprobs, to, rows.steps);
        }
    }
}
