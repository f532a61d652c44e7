package org.reason4j.sampler.dynamic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The {@code m} of {@code n} rewards with the largest variance: for some {@code i} from 0 to {@code m} they are the {@code i}
 * largest and the {@code m - i} smallest, so {@code m + 1} candidates are tried. Of equal rewards the earlier ones are taken, of
 * equal variances the candidate with fewer large rewards.
 *
 * @see <a href="https://arxiv.org/abs/2504.13818">PODS, theorem 1 and algorithm 2</a>
 */
final class MaxVariance {

    private static final double EQUAL = 1e-12; // relative: what rounding makes of equal variances

    private MaxVariance() {}

    /** Returns the indices of the selected rewards, ascending; all of them where there are at most {@code m}. */
    static List<Integer> of(double[] rewards, int m) {
        List<Integer> ascending = IntStream.range(0, rewards.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> rewards[i]))
                .toList();
        if (rewards.length <= m) {
            return IntStream.range(0, rewards.length).boxed().toList();
        }
        List<Integer> best = ascending.subList(0, m);
        double largest = variance(rewards, best);
        for (int large = 1; large <= m; large++) {
            List<Integer> candidate = new ArrayList<>(ascending.subList(0, m - large));
            candidate.addAll(largest(rewards, ascending, large));
            double variance = variance(rewards, candidate);
            if (variance > largest * (1 + EQUAL)) {
                best = candidate;
                largest = variance;
            }
        }
        return best.stream().sorted().toList();
    }

    /** The largest rewards; of equal ones the earlier. */
    private static List<Integer> largest(double[] rewards, List<Integer> ascending, int count) {
        return ascending.stream()
                .sorted(Comparator.<Integer>comparingDouble(i -> -rewards[i]).thenComparingInt(i -> i))
                .limit(count)
                .toList();
    }

    /** {@code sum (r - mean)^2 / (m - 1)}; 0 for a single reward. */
    static double variance(double[] rewards, List<Integer> selected) {
        double mean = selected.stream().mapToDouble(i -> rewards[i]).average().orElse(0);
        double sum = selected.stream()
                .mapToDouble(i -> (rewards[i] - mean) * (rewards[i] - mean))
                .sum();
        return sum / Math.max(1, selected.size() - 1);
    }
}
