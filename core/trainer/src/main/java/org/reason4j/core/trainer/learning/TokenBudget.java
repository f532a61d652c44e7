package org.reason4j.core.trainer.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.Sizes;

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
}
