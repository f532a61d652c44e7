package org.reason4j.api.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Long>
            learnedTokensOfPrompts; // by id, of prompts with any; none where only counts are known

    private BatchTotals(
            long learnedTokens,
            int responses,
            int rows,
            int groups,
            int pairs,
            int maxResponseTokens,
            Map<String, Long> learnedTokensOfPrompts) {
        this.learnedTokens = learnedTokens;
        this.responses = responses;
        this.rows = rows;
        this.groups = groups;
        this.pairs = pairs;
        this.maxResponseTokens = maxResponseTokens;
        this.learnedTokensOfPrompts = Map.copyOf(learnedTokensOfPrompts);
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
        Map<String, Long> ofPrompts = new HashMap<>();
        Set<Integer> pairs = new HashSet<>();
        for (Credit credit : credits) {
            int learned = credit.trajectory().learnedTokens();
            tokens += learned;
            responses += learned > 0 ? 1 : 0;
            String prompt = credit.trajectory().prompt().id();
            groups.add(prompt);
            if (learned > 0) {
                ofPrompts.merge(prompt, (long) learned, Long::sum);
            }
            credit.pair().ifPresent(pairs::add);
        }
        return new BatchTotals(
                tokens, responses, credits.size(), groups.size(), pairs.size(), maxResponseTokens, ofPrompts);
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
        return new BatchTotals(learnedTokens, responses, rows, 1, 0, maxResponseTokens, Map.of());
    }

    /** Returns a copy with other numbers of groups and pairs. */
    public BatchTotals withGroups(int count, int pairCount) {
        return new BatchTotals(
                learnedTokens, responses, rows, count, pairCount, maxResponseTokens, learnedTokensOfPrompts);
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

    /** Number of learned tokens of a prompt's responses, by its id; no prompts where counts alone are known. */
    Map<String, Long> learnedTokensOfPrompts() {
        return learnedTokensOfPrompts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchTotals totals && totals.numbers().equals(numbers());
    }

    @Override
    public int hashCode() {
        return numbers().hashCode();
    }

    private List<Object> numbers() {
        return List.of(learnedTokens, responses, rows, groups, pairs, maxResponseTokens, learnedTokensOfPrompts);
    }

    @Override
    public String toString() {
        return learnedTokens + " learned tokens in " + responses + " of " + rows + " responses, " + groups + " groups, "
                + pairs + " pairs";
    }
}
