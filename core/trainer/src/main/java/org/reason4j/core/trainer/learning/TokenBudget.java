package org.reason4j.core.trainer.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.kernel.Sizes;

/** Splits sequences into batches of few tokens. */
public final class TokenBudget {

    private TokenBudget() {}

    /**
     * Splits sequences by length, so that there is little padding, into batches whose sizes are among the {@link Sizes}, but
     * for the last one.
     *
     * @param lengths of the sequences; one of length 0 is in no batch
     * @param tokens most tokens in a batch, padding to the longest included; a longer sequence is alone
     * @return indices of the sequences of each batch, shortest first
     */
    public static List<List<Integer>> split(int[] lengths, long tokens) {
        List<Integer> order = IntStream.range(0, lengths.length)
                .filter(i -> lengths[i] > 0)
                .boxed()
                .sorted(Comparator.comparingInt(i -> lengths[i]))
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0, to; from < order.size(); from = to) {
            to = from + 1;
            while (to < order.size() && (to - from + 1) * (long) lengths[order.get(to)] <= tokens) {
                to++;
            }
            if (to < order.size()) {
                to = from + Sizes.atMost(to - from);
            }
            batches.add(order.subList(from, to));
        }
        return batches;
    }

    /**
     * Splits units of sequences, those with the shortest longest sequence first. No unit is divided.
     *
     * @param lengths of the sequences; one of length 0 is in no batch
     * @param units unit of each sequence
     * @param tokens most tokens in a batch, padding to the longest included; a larger unit is alone
     * @return indices of the sequences of each batch, unit by unit
     */
    static List<List<Integer>> split(int[] lengths, int[] units, long tokens) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        IntStream.range(0, lengths.length)
                .filter(i -> lengths[i] > 0)
                .forEach(i -> members.computeIfAbsent(units[i], unit -> new ArrayList<>())
                        .add(i));
        List<List<Integer>> order = new ArrayList<>(members.values());
        order.sort(Comparator.comparingInt(unit -> longest(lengths, unit)));
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        for (List<Integer> unit : order) {
            if (!batch.isEmpty() && (batch.size() + unit.size()) * (long) longest(lengths, unit) > tokens) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.addAll(unit);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /**
     * Splits sequences that begin with prompts, those of one prompt side by side, such that each batch computes a prompt once
     * for all of its sequences. A prompt whose sequences are too many for one batch is computed once in each.
     *
     * @param lengths of the sequences; one of length 0 is in no batch
     * @param prompts prompt of each sequence, by a number
     * @param promptTokens tokens of each sequence's prompt
     * @param tokens most tokens in a batch: prompts padded to the longest, and as many continuations of each, padded to the
     *     longest; a longer sequence is alone
     * @param order of the sequences of a prompt in a batch
     * @return indices of the sequences of each batch
     */
    static List<List<Integer>> splitByPrompt(
            int[] lengths, int[] prompts, int[] promptTokens, long tokens, Comparator<Integer> order) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        IntStream.range(0, lengths.length)
                .filter(i -> lengths[i] > 0)
                .boxed()
                .sorted(Comparator.comparingInt(i -> lengths[i]))
                .forEach(i -> members.computeIfAbsent(prompts[i], prompt -> new ArrayList<>())
                        .add(i));
        List<List<Integer>> chunks = new ArrayList<>();
        for (List<Integer> all : members.values()) {
            for (int from = 0, to; from < all.size(); from = to) {
                to = from + 1;
                while (to < all.size()
                        && computed(List.of(all.subList(from, to + 1)), lengths, promptTokens) <= tokens) {
                    to++;
                }
                chunks.add(all.subList(from, to).stream().sorted(order).toList());
            }
        }
        chunks.sort(Comparator.comparingInt(chunk -> longest(lengths, chunk)));
        return joined(chunks, lengths, promptTokens, tokens);
    }

    /** Joins chunks side by side while they fit into a batch. */
    private static List<List<Integer>> joined(
            List<List<Integer>> chunks, int[] lengths, int[] promptTokens, long tokens) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0, to; from < chunks.size(); from = to) {
            to = from + 1;
            while (to < chunks.size() && computed(chunks.subList(from, to + 1), lengths, promptTokens) <= tokens) {
                to++;
            }
            batches.add(chunks.subList(from, to).stream().flatMap(List::stream).toList());
        }
        return batches;
    }

    /** Tokens of chunks in one batch, each of which computes its prompt once, padding included. */
    private static long computed(List<List<Integer>> chunks, int[] lengths, int[] promptTokens) {
        int prompt = 0;
        int rows = 0;
        int continued = 0;
        for (List<Integer> chunk : chunks) {
            rows = Math.max(rows, chunk.size());
            for (int i : chunk) {
                prompt = Math.max(prompt, promptTokens[i]);
                continued = Math.max(continued, lengths[i] - promptTokens[i]);
            }
        }
        return chunks.size() * (prompt + (long) rows * continued);
    }

    private static int longest(int[] lengths, List<Integer> unit) {
        return unit.stream().mapToInt(i -> lengths[i]).max().orElseThrow();
    }
}
