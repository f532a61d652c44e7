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

    private static int longest(int[] lengths, List<Integer> unit) {
        return unit.stream().mapToInt(i -> lengths[i]).max().orElseThrow();
    }
}
