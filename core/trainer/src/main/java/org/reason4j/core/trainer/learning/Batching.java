package org.reason4j.core.trainer.learning;

/**
 * Sizes of the batches that updates learn from.
 *
 * @param miniBatches mini-batches, and so updates, in one pass over a step's credits
 * @param tokensPerMicroBatch most tokens of prompts and responses in one micro-batch, padding included
 * @param maxResponseTokens length limit of a response
 * @param groupsTogether whether credits of one prompt stay in one micro-batch
 * @param pairsTogether whether both credits of a pair stay in one micro-batch
 * @param observing whether a loss reads log-probabilities of tokens that are not learned
 */
public record Batching(
        int miniBatches,
        int tokensPerMicroBatch,
        int maxResponseTokens,
        boolean groupsTogether,
        boolean pairsTogether,
        boolean observing) {

    /** Sizes for losses that read learned tokens alone. */
    public Batching(
            int miniBatches,
            int tokensPerMicroBatch,
            int maxResponseTokens,
            boolean groupsTogether,
            boolean pairsTogether) {
        this(miniBatches, tokensPerMicroBatch, maxResponseTokens, groupsTogether, pairsTogether, false);
    }

    /** The same with another number of mini-batches; 0 leaves it as it is. */
    Batching withMiniBatches(int parts) {
        return parts == 0
                ? this
                : new Batching(parts, tokensPerMicroBatch, maxResponseTokens, groupsTogether, pairsTogether);
    }

    /** True if some credits stay together. */
    boolean hasUnits() {
        return groupsTogether || pairsTogether;
    }
}
