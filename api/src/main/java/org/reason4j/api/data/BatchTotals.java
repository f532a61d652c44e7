package org.reason4j.api.data;

import java.util.Collection;

/**
 * What a mini-batch holds in all its micro-batches together: the denominators of every mean.
 *
 * @param learnedTokens number of learned tokens
 * @param responses number of responses with at least one learned token
 * @param rows number of responses, empty ones included
 * @param maxResponseTokens the length limit of a response
 */
public record BatchTotals(long learnedTokens, int responses, int rows, int maxResponseTokens) {

    /** Counts a mini-batch. */
    public static BatchTotals of(Collection<Credit> credits, int maxResponseTokens) {
        long tokens = 0;
        int responses = 0;
        for (Credit credit : credits) {
            int learned = credit.trajectory().learnedTokens();
            tokens += learned;
            responses += learned > 0 ? 1 : 0;
        }
        return new BatchTotals(tokens, responses, credits.size(), maxResponseTokens);
    }
}
