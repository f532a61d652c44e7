package org.reason4j.reward.shaping;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Each response's part in the best of {@code k}: {@code s_i = sum over subsets S of size k with i of max_S(g) / C(n, k)}.
 *
 * <p>With rewards in ascending order, {@code C(i - 1, k - 1)} subsets have their maximum in {@code i} itself and {@code
 * C(j - 2, k - 2)} in a later {@code j}. For rewards of 0 and 1 it is {@code k / n} for a right response and {@code k /
 * n (1 - C(n - 1 - c, k - 1) / C(n - 1, k - 1))} for a wrong one, with {@code c} right ones.
 *
 * @see <a href="https://arxiv.org/abs/2505.15201">PKPO: the unbiased estimator of max@k and its gradient</a>
 */
final class MaxAtK {

    private MaxAtK() {}

    /** Returns {@code s}, {@code [n]}; {@code k} is at most {@code n}. */
    static double[] parts(int k, double... rewards) {
        int n = rewards.length;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(rewards[a], rewards[b]));
        double[] parts = new double[n];
        double later = 0;
        for (int place = n; place >= 1; place--) {
            double reward = rewards[order[place - 1]];
            parts[order[place - 1]] = share(place - 1, k - 1, n, k) * reward + later;
            later += share(place - 2, k - 2, n, k) * reward;
        }
        return parts;
    }

    /** Mean of the best of {@code k} over all subsets: the unbiased estimate of max@k, and of pass@k for 0 and 1. */
    static double mean(int k, double... rewards) {
        return Arrays.stream(parts(k, rewards)).sum() / k;
    }

    /** {@code C(a, b) / C(n, k)}. */
    static double share(int a, int b, int n, int k) {
        if (b < 0 || b > a) {
            return 0;
        }
        return Math.exp(logFactorial(a)
                - logFactorial(b)
                - logFactorial(a - b)
                - (logFactorial(n) - logFactorial(k) - logFactorial(n - k)));
    }

    private static double logFactorial(int n) {
        double sum = 0;
        for (int i = 2; i <= n; i++) {
            sum += Math.log(i);
        }
        return sum;
    }
}
