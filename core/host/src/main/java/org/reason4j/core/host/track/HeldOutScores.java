package org.reason4j.core.host.track;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Results of a model on held-out problems.
 *
 * @param accuracy share of problems answered correctly by greedy decoding
 * @param standardError standard error of the accuracy
 * @param passAt for each k, the chance that one of k samples is correct; empty if not sampled
 * @param majorityAt for each k, the share of problems where the most frequent of k answers is correct
 * @param responseLength mean tokens of a greedy response
 * @param problems number of problems
 */
public record HeldOutScores(
        double accuracy,
        double standardError,
        SortedMap<Integer, Double> passAt,
        SortedMap<Integer, Double> majorityAt,
        double responseLength,
        int problems) {

    /** The stage of {@link org.reason4j.api.track.Tracker#progress} that counts responses of a measurement. */
    public static final String STAGE = "evaluation";

    /** The one that counts their tokens, told before it; how many there will be isn't known. */
    public static final String TOKENS_STAGE = "evaluation tokens";

    private static final String ACCURACY = "eval/accuracy";
    private static final String STANDARD_ERROR = "eval/standard_error";
    private static final String LENGTH = "eval/mean_length";
    private static final String PROBLEMS = "eval/problems";
    private static final String PASS_AT = "eval/pass@";
    private static final String MAJORITY_AT = "eval/maj@";

    public HeldOutScores {
        passAt = Collections.unmodifiableSortedMap(new TreeMap<>(passAt));
        majorityAt = Collections.unmodifiableSortedMap(new TreeMap<>(majorityAt));
    }

    /** The numbers under the names of {@code docs/reference/metrics.md}. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put(ACCURACY, accuracy);
        numbers.put(STANDARD_ERROR, standardError);
        numbers.put(LENGTH, responseLength);
        numbers.put(PROBLEMS, (double) problems);
        passAt.forEach((k, value) -> numbers.put(PASS_AT + k, value));
        majorityAt.forEach((k, value) -> numbers.put(MAJORITY_AT + k, value));
        return numbers;
    }

    /** Reads what {@link #numbers} returned; other names are ignored. */
    public static HeldOutScores of(Map<String, Double> numbers) {
        return new HeldOutScores(
                numbers.getOrDefault(ACCURACY, 0.0),
                numbers.getOrDefault(STANDARD_ERROR, 0.0),
                at(PASS_AT, numbers),
                at(MAJORITY_AT, numbers),
                numbers.getOrDefault(LENGTH, 0.0),
                numbers.getOrDefault(PROBLEMS, 0.0).intValue());
    }

    private static SortedMap<Integer, Double> at(String prefix, Map<String, Double> numbers) {
        SortedMap<Integer, Double> shares = new TreeMap<>();
        numbers.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                shares.put(Integer.valueOf(name.substring(prefix.length())), value);
            }
        });
        return shares;
    }

    /** Greedy decoding alone; the standard error is {@code sqrt(p (1 - p) / n)}. */
    public static HeldOutScores greedy(int correct, int problems, double responseLength) {
        return sampled(correct, problems, responseLength, Map.of(), Map.of());
    }

    /** Greedy decoding and samples; the standard error is {@code sqrt(p (1 - p) / n)}. */
    public static HeldOutScores sampled(
            int correct,
            int problems,
            double responseLength,
            Map<Integer, Double> passAt,
            Map<Integer, Double> majorityAt) {
        double accuracy = (double) correct / problems;
        double error = Math.sqrt(accuracy * (1 - accuracy) / problems);
        return new HeldOutScores(
                accuracy, error, new TreeMap<>(passAt), new TreeMap<>(majorityAt), responseLength, problems);
    }
}
