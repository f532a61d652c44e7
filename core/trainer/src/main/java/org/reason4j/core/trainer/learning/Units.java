package org.reason4j.core.trainer.learning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;

/** Units of credits that stay in one micro-batch, because a loss compares them. */
final class Units {

    private final int[] parents; // a union-find forest, whose roots are first members

    private Units(int size) {
        parents = IntStream.range(0, size).toArray();
    }

    /**
     * Finds the units: credits that share a prompt or a pair, directly or through others.
     *
     * @return for each credit the index of the first member of its unit
     */
    static int[] of(List<Credit> credits, Batching batching) {
        Units units = new Units(credits.size());
        Map<String, Integer> groups = new HashMap<>();
        Map<Integer, Integer> pairs = new HashMap<>();
        for (int i = 0; i < credits.size(); i++) {
            Credit credit = credits.get(i);
            if (batching.groupsTogether()) {
                units.join(groups.computeIfAbsent(credit.trajectory().prompt().id(), first(i)), i);
            }
            if (batching.pairsTogether() && credit.pair().isPresent()) {
                units.join(pairs.computeIfAbsent(credit.pair().getAsInt(), first(i)), i);
            }
        }
        return IntStream.range(0, credits.size()).map(units::root).toArray();
    }

    private static <K> Function<K, Integer> first(int i) {
        return key -> i;
    }

    private void join(int one, int other) {
        int a = root(one);
        int b = root(other);
        parents[Math.max(a, b)] = Math.min(a, b);
    }

    private int root(int i) {
        int at = i;
        while (parents[at] != at) {
            at = parents[at];
        }
        return at;
    }
}
