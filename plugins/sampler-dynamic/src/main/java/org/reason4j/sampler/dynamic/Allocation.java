package org.reason4j.sampler.dynamic;

import java.util.Arrays;

/**
 * Shares a number of rollouts out among prompts, more to those that are answered worse: the next one goes, again and again, to the
 * prompt with the largest {@code (1 - accuracy) / (given + 1)}, the first of equals, that has fewer than its limit. So shares are
 * proportional to {@code 1 - accuracy}, in whole numbers (the rule of D'Hondt). Where all are always right, all get as many.
 *
 * @see <a href="https://arxiv.org/abs/2505.18573">E3: more rollouts to harder questions; it does not say by which formula</a>
 */
final class Allocation {

    private Allocation() {}

    /**
     * Returns the number of rollouts for each prompt; they add up to {@code total}, or to the limits if those are reached.
     *
     * @param limit most rollouts of a prompt
     */
    static int[] of(double[] accuracies, int total, int limit) {
        boolean allRight = Arrays.stream(accuracies).allMatch(accuracy -> accuracy >= 1);
        int[] given = new int[accuracies.length];
        for (int left = total; left > 0; left--) {
            int next = -1;
            double largest = -1;
            for (int i = 0; i < given.length; i++) {
                double claim = (allRight ? 1 : 1 - accuracies[i]) / (given[i] + 1);
                if (given[i] < limit && claim > largest) {
                    next = i;
                    largest = claim;
                }
            }
            if (next < 0) {
                return given;
            }
            given[next]++;
        }
        return given;
    }
}
