package org.reason4j.reward.dense;

import static java.util.Arrays.stream;

/**
 * Advantage from token rewards and an outcome, each minus the mean of the siblings' and summed from every token on.
 *
 * <p>Over the {@code n} responses to a prompt, with {@code mu_j} the mean token reward of response {@code j}:
 * {@code q'_it = q_it * n / (n - 1) - sum_j mu_j / (n - 1)} and {@code r'_i = r_i * n / (n - 1) - sum_j r_j / (n - 1)},
 * the latter on the last token. The advantage is the sum of both returns-to-go, whitened over the batch. A response without
 * siblings keeps its rewards as they are. Arrays hold learned tokens only.
 *
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME, equation 7; compute_rloo_returns of its code</a>
 */
final class PrimeAdvantage {

    private PrimeAdvantage() {}

    /** Compares the token rewards of a prompt's responses, {@code [n][L_i]}; no row is empty. */
    static double[][] process(double[][] rewards) {
        int n = rewards.length;
        if (n == 1) {
            return rewards;
        }
        double means = stream(rewards)
                .mapToDouble(row -> stream(row).average().orElseThrow())
                .sum();
        return stream(rewards)
                .map(row -> stream(row)
                        .map(reward -> (reward * n - means) / (n - 1))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Compares the outcomes of a prompt's responses, {@code [n]}. */
    static double[] outcome(double[] outcomes) {
        int n = outcomes.length;
        if (n == 1) {
            return outcomes;
        }
        double sum = stream(outcomes).sum();
        return stream(outcomes).map(outcome -> (outcome * n - sum) / (n - 1)).toArray();
    }

    /** Sums rewards from each token on: {@code R_t = r_t + gamma * R_(t+1)}, {@code [L]}. */
    static double[] returns(double[] rewards, double gamma) {
        double[] returns = rewards.clone();
        for (int t = returns.length - 2; t >= 0; t--) {
            returns[t] += gamma * returns[t + 1];
        }
        return returns;
    }

    /** Puts an outcome on the last of {@code length} tokens. */
    static double[] onLast(double outcome, int length) {
        double[] rewards = new double[length];
        rewards[length - 1] = outcome;
        return rewards;
    }
}
