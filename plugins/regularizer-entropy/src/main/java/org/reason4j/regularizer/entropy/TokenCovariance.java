package org.reason4j.regularizer.entropy;

import java.util.Arrays;

/**
 * A token's term of the covariance of log-probability and advantage: {@code (l_t - mean(l)) (A_t - mean(A))}, means
 * being over all learned tokens of the step.
 *
 * <p>The entropy that a policy gradient step loses is proportional to the mean of these terms. Very few tokens account
 * for most of it.
 *
 * @see <a href="https://arxiv.org/abs/2505.22617">The Entropy Mechanism of Reinforcement Learning, section 4.2</a>
 */
final class TokenCovariance {

    private TokenCovariance() {}

    /** Returns one number per token; all {@code [N]}. */
    static double[] of(double[] logprobs, double[] advantages) {
        double meanLogprob = Arrays.stream(logprobs).average().orElse(0);
        double meanAdvantage = Arrays.stream(advantages).average().orElse(0);
        double[] covariances = new double[logprobs.length];
        for (int i = 0; i < covariances.length; i++) {
            covariances[i] = (logprobs[i] - meanLogprob) * (advantages[i] - meanAdvantage);
        }
        return covariances;
    }
}
