package org.reason4j.reward.generative.reference;

/**
 * Probability of a reference answer from the log-probabilities of its tokens.
 *
 * <p>RLPR takes the mean of the tokens' probabilities, {@code 1/n sum_t exp(l_t)}: one unlikely token does not make it 0. VeriFree takes
 * that of the whole string, {@code exp(sum_t l_t)}.
 *
 * @see <a href="https://arxiv.org/abs/2506.18254">RLPR, equations 2 to 4</a>
 * @see <a href="https://arxiv.org/abs/2505.21493">VeriFree, equation 3</a>
 */
final class ReferenceProbability {

    private ReferenceProbability() {}

    /** {@code 1/n sum_t exp(l_t)}; 1 for no token. */
    static double mean(float[] logprobs) {
        double sum = 0;
        for (float logprob : logprobs) {
            sum += Math.exp(logprob);
        }
        return logprobs.length == 0 ? 1 : sum / logprobs.length;
    }

    /** {@code sum_t l_t}. */
    static double log(float[] logprobs) {
        double sum = 0;
        for (float logprob : logprobs) {
            sum += logprob;
        }
        return sum;
    }

    /** {@code clip(given - base, low, high)}: what the reasoning adds. */
    static double debiased(double given, double base, double low, double high) {
        return Math.max(low, Math.min(high, given - base));
    }
}
