package org.reason4j.core.trainer.evaluation;

/**
 * Chance that at least one of {@code k} responses is correct, estimated from {@code n} samples of which {@code c} are.
 *
 * <p>{@code 1 - C(n - c, k) / C(n, k)}, the estimator without bias; computed as a product, since the binomials
 * overflow.
 *
 * @see <a href="https://arxiv.org/abs/2107.03374">Evaluating Large Language Models Trained on Code, equation 1</a>
 */
public final class PassAtK {

    private PassAtK() {}

    /**
     * Returns the estimate.
     *
     * @param n samples
     * @param c correct ones
     * @param k responses allowed, at most {@code n}
     */
    public static double of(int n, int c, int k) {
        if (k < 1 || k > n || c < 0 || c > n) {
            throw new IllegalArgumentException("pass@k needs 1 <= k <= n and 0 <= c <= n, got n = " + n + ", c = " + c
                    + ", k = " + k + "; draw at least k samples per problem");
        }
        if (n - c < k) {
            return 1;
        }
        double allWrong = 1;
        for (int i = n - c + 1; i <= n; i++) {
            allWrong *= 1 - (double) k / i;
        }
        return 1 - allWrong;
    }
}
