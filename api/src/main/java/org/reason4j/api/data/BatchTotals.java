package org.reason4j.api.data;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** Counts of a mini-batch, all its micro-batches together: the denominators of every mean. Immutable. */
@API(status = Status.STABLE, since = "1.0.0")
@Provided
public final class BatchTotals {

    private final long learnedTokens;
    private final int responses;
    private final int rows;
    private final int groups;
    private final int pairs;
    private final int maxResponseTokens;

    private BatchTotals(long learnedTokens, int responses, int rows, int groups, int pairs, int maxResponseTokens) {
        this.learnedTokens = learnedTokens;
        this.responses = responses;
        this.rows = rows;
        this.groups = groups;
        this.pairs = pairs;
        this.maxResponseTokens = maxResponseTokens;
    }

    /**
     * Counts a mini-batch.
     *
     * @param maxResponseTokens the length limit of a response
     */
    public static BatchTotals of(Collection<Credit> credits, int maxResponseTokens) {
        long tokens = 0;
        int responses = 0;
        Set<String> groups = new HashSet<>();
        Set<Integer> pairs = new HashSet<>();
        for (Credit credit : credits) {
            int learned = credit.trajectory().learnedTokens();
            tokens += learned;
            responses += learned > 0 ? 1 : 0;
            groups.add(credit.trajectory().prompt().id());
            credit.pair().ifPresent(pairs::add);
        }
        return new BatchTotals(tokens, responses, credits.size(), groups.size(), pairs.size(), maxResponseTokens);
    }

    /**
     * Counts that are known already, of a mini-batch with one group and no pairs: for tests of a loss.
     *
     * @param learnedTokens number of learned tokens
     * @param responses number of responses with at least one learned token
     * @param rows number of responses, empty ones included
     * @param maxResponseTokens the length limit of a response
     */
    public static BatchTotals of(long learnedTokens, int responses, int rows, int maxResponseTokens) {
        return new BatchTotals(learnedTokens, responses, rows, 1, 0, maxResponseTokens);
    }

    /** Returns a copy with other numbers of groups and pairs. */
    public BatchTotals withGroups(int count, int pairCount) {
        return new BatchTotals(learnedTokens, responses, rows, count, pairCount, maxResponseTokens);
    }

    /** Number of learned tokens. */
    public long learnedTokens() {
        return learnedTokens;
    }

    /** Number of responses with at least one learned token. */
    public int responses() {
        return responses;
    }

    /** Number of responses, empty ones included. */
    public int rows() {
        return rows;
    }

    /** Number of distinct prompts. */
    public int groups() {
        return groups;
    }

    /** Number of pairs of responses, see {@link Credit#pair()}. */
    public int pairs() {
        return pairs;
    }

    /** The length limit of a response. */
    public int maxResponseTokens() {
        return maxResponseTokens;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchTotals totals && totals.numbers().equals(numbers());
    }

    @Override
    public int hashCode() {
        return numbers().hashCode();
    }

    private java.util.List<Long> numbers() {
        return java.util.List.of(
                learnedTokens, (long) responses, (long) rows, (long) groups, (long) pairs, (long) maxResponseTokens);
    }

    @Override
    public String toString() {
        return learnedTokens + " learned tokens in " + responses + " of " + rows + " responses, " + groups + " groups, "
                + pairs + " pairs";
    }
}
