package org.reason4j.optimizer.grpo.tokens;

import ai.djl.ndarray.NDArray;

/**
 * Ratio of a whole response's probabilities, repeated on each of its tokens, so that all of them are clipped or none.
 *
 * <p>With {@code d_t = logprobs_t - oldLogprobs_t} over the {@code L} learned tokens of a response:
 *
 * <ul>
 *   <li>{@link #geometricMean}: {@code s = exp(1/L sum_t d_t)} (GSPO, equation 7), in the token form of equation 14,
 *       {@code s_t = sg[s] * exp(logprobs_t - sg[logprobs_t])} with {@code sg} for a constant. Its value is {@code s}. Its
 *       gradient stays on the token: with {@link org.reason4j.api.data.LossAggregation#SEQ_MEAN_TOKEN_MEAN}, token
 *       {@code t} has {@code -A_t s / L}, which for equal advantages is the gradient of GSPO's equation 5.
 *   <li>{@link #product}: {@code exp(sum_t d_t)}, the true ratio of the responses' probabilities (RLOO). Every token's
 *       gradient is {@code s} itself.
 * </ul>
 *
 * @see <a href="https://arxiv.org/abs/2507.18071">GSPO</a>
 * @see <a href="https://arxiv.org/abs/2402.14740">Back to Basics (RLOO), section 3</a>
 */
public final class ResponseRatio {

    /** Largest logarithm of a mean ratio, as in verl. */
    private static final double MOST_MEAN = 10;

    /** Largest absolute logarithm of a product of ratios. */
    private static final double MOST_SUM = 20;

    private ResponseRatio() {}

    /** The geometric mean of the tokens' ratios, {@code [B, T]}. */
    public static NDArray geometricMean(LearnedTokens tokens) {
        NDArray mean = tokens.means(tokens.logRatio(0)).stopGradient();
        NDArray onlyGradient = tokens.logprobs().sub(tokens.logprobs().stopGradient());
        return onlyGradient
                .add(mean)
                .minimum(tokens.batch().constant(MOST_MEAN))
                .exp();
    }

    /** The product of the tokens' ratios, {@code [B, T]}; 0 outside the mask. */
    public static NDArray product(LearnedTokens tokens) {
        NDArray sum = tokens.sums(tokens.logRatio(0));
        return tokens.onEachToken(sum.clip(-MOST_SUM, MOST_SUM).exp());
    }
}
