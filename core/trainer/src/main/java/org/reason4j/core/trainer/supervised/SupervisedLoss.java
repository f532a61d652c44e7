package org.reason4j.core.trainer.supervised;

/**
 * Loss of supervised training as its gradient with respect to the log-probability of each token, {@code l}. {@code N} counts the
 * tokens of a batch, {@code B} its examples and {@code L} the tokens of a response.
 *
 * <ul>
 *   <li>{@link #NLL}: {@code -1/N sum l}.
 *   <li>{@link #DFT}: {@code -1/N sum sg[p] l}, with the token's own probability {@code p} held constant: what the model finds
 *       unlikely moves it less.
 *   <li>{@link #REDI}: {@code 1/B sum (-1/L+ sum l+ + alpha/L- sum l-)} over a right and a wrong response to each prompt.
 * </ul>
 *
 * @see <a href="https://arxiv.org/abs/2508.05629">DFT, equation 9</a>
 * @see <a href="https://arxiv.org/abs/2505.24850">REDI, equation 5</a>
 */
enum SupervisedLoss {
    NLL,
    DFT,
    REDI;

    /** The factor of a token's log-probability in the loss is {@code -weight} for every token of the batch. */
    double weight(long tokens) {
        return 1.0 / tokens;
    }

    /**
     * The factor of a token's log-probability in the loss of pairs is {@code -weight}.
     *
     * @param examples {@code B}
     * @param length {@code L}
     * @param alpha weight of a wrong response
     */
    static double pairWeight(int examples, int length, boolean right, double alpha) {
        return (right ? 1 : -alpha) / ((double) examples * length);
    }

    /** A token's part of the loss. */
    double value(double logprob, double weight) {
        return gradient(logprob, weight) * logprob;
    }

    /** Gradient of the loss with respect to a token's log-probability. */
    float gradient(double logprob, double weight) {
        return (float) (this == DFT ? -weight * Math.exp(logprob) : -weight);
    }
}
