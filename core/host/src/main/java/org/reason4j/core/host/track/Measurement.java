package org.reason4j.core.host.track;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well a model does on held-out problems.
 *
 * @param accuracy share of problems answered correctly by greedy decoding
 * @param standardError standard error of the accuracy
 * @param passAt for each k, the chance that one of k samples is correct; empty if not sampled
 * @param majorityAt for each k, the share of problems where the most frequent of k answers is correct
 * @param responseLength mean tokens of a greedy response
 * @param problems number of problems
 */
public record Measurement(
        double accuracy,
        double standardError,
        SortedMap<Integer, Double> passAt,
        SortedMap<Integer, Double> majorityAt,
        double responseLength,
        int problems) {

    public Measurement {
        passAt = Collections.unmodifiableSortedMap(new TreeMap<>(passAt));
        majorityAt = Collections.unmodifiableSortedMap(new TreeMap<>(majorityAt));
    }

    /** Greedy decoding alone; the standard error is {@code sqrt(p (1 - p) / n)}. */
    public static Measurement greedy(int correct, int problems, double responseLength) {
        return sampled(correct, problems, responseLength, Map.of(), Map.of());
    }

    /** Greedy decoding and samples; the standard error is {@code sqrt(p (1 - p) / n)}. */
    public static Measurement sampled(
            int correct,
            int problems,
            double responseLength,
            Map<Integer, Double> passAt,
            Map<Integer, Double> majorityAt) {
        double accuracy = (double) correct / problems;
        double error = Math.sqrt(accuracy * (1 - accuracy) / problems);
        return new Measurement(
                accuracy, error, new TreeMap<>(passAt), new TreeMap<>(majorityAt), responseLength, problems);
    }
}
