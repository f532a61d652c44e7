package org.reason4j.sampler.tree.agentic;

import org.reason4j.api.data.TopTokens;

/**
 * ARPO's measure of uncertainty and what follows from it.
 *
 * <p>The entropy of a position is that of the {@code k} most likely tokens, whose probabilities are not made to add up to 1,
 * over the logarithm of the vocabulary's size: {@code H = -sum_k p ln p / ln V}. That of a turn is the mean over its first
 * tokens. A turn after a tool's result branches with probability {@code P = alpha + beta (H - H_0)}, limited to [0, 1], where
 * {@code H_0} is the entropy of the response's first turn.
 *
 * @see <a href="https://arxiv.org/abs/2507.19849">ARPO, section 3.1</a>
 */
final class Uncertainty {

    private Uncertainty() {}

    /** Returns {@code H} of one position with these log-probabilities of the most likely tokens. */
    static double entropy(double[] logprobs, int vocabulary) {
        double sum = 0;
        for (double logprob : logprobs) {
            sum -= Math.exp(logprob) * logprob;
        }
        return sum / Math.log(vocabulary);
    }

    /** Returns the mean of {@code H} over tokens {@code from} to before {@code to}, of which there is at least one. */
    static double entropy(TopTokens top, int from, int to, int vocabulary) {
        float[] logprobs = top.logprobs();
        double sum = 0;
        for (int t = from; t < to; t++) {
            double[] here = new double[top.k()];
            for (int i = 0; i < here.length; i++) {
                here[i] = logprobs[t * top.k() + i];
            }
            sum += entropy(here, vocabulary);
        }
        return sum / (to - from);
    }

    /** Returns {@code P} for a change {@code H - H_0}. */
    static double probability(double alpha, double beta, double change) {
        return Math.min(1, Math.max(0, alpha + beta * change));
    }
}
