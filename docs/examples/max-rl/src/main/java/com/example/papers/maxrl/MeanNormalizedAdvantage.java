package com.example.papers.maxrl;

import java.util.Arrays;

/**
 * Advantage of each response of a group: {@code A_i = (r_i - mean(r)) / (mean(r) + epsilon)}; 0 where the mean is 0.
 *
 * <p>With rewards 0 and 1 and the share {@code p} of right responses in the group, a right one gets {@code 1 / p - 1} and a
 * wrong one -1: the rarer a success, the more it counts. In expectation over groups of {@code N} the gradient of the success
 * probability {@code q} has the weight {@code (1 - (1 - q)^(N - 1)) / q}. That is 1 for {@code N = 2}, as in REINFORCE, and grows to
 * {@code 1 / q}, the weight of maximum likelihood.
 *
 * @see <a href="https://arxiv.org/abs/2602.02710">Maximum likelihood reinforcement learning</a>
 */
final class MeanNormalizedAdvantage {

    private MeanNormalizedAdvantage() {}

    /** Returns the advantages, {@code [G]}, of rewards that are not negative. */
    static double[] of(double epsilon, double... rewards) {
        double mean = Arrays.stream(rewards).average().orElse(0);
        return Arrays.stream(rewards)
                .map(reward -> mean > 0 ? (reward - mean) / (mean + epsilon) : 0)
                .toArray();
    }
}
