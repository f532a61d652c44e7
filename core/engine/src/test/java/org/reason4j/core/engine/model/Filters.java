package org.reason4j.core.engine.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Top-k, top-p and min-p as their definitions read, one after the other, on probabilities. */
public final class Filters {

    private Filters() {}

    /** Probabilities of logits. */
    public static double[] softmax(double... logits) {
        return normalized(Arrays.stream(logits).map(Math::exp).toArray());
    }

    /** What remains, normalized. */
    public static double[] apply(double[] probabilities, int topK, double topP, double minP) {
        double[] p = probabilities;
        if (topK > 0 && topK < p.length) {
            double kth = sorted(p).get(topK - 1);
            p = normalized(Arrays.stream(p).map(x -> x >= kth ? x : 0).toArray());
        }
        if (topP < 1) {
            double[] kept = new double[p.length];
            double sum = 0;
            for (int token : byProbability(p)) {
                if (sum < topP) {
                    kept[token] = p[token];
                    sum += p[token];
                }
            }
            p = normalized(kept);
        }
        double floor = minP * sorted(p).get(0);
        return normalized(Arrays.stream(p).map(x -> x >= floor ? x : 0).toArray());
    }

    private static double[] normalized(double[] numbers) {
        double sum = Arrays.stream(numbers).sum();
        return Arrays.stream(numbers).map(x -> x / sum).toArray();
    }

    private static List<Double> sorted(double[] numbers) {
        return Arrays.stream(numbers).boxed().sorted(Comparator.reverseOrder()).toList();
    }

    private static int[] byProbability(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -p[token]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
