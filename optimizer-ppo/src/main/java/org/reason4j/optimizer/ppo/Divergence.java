package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;

/**
 * Divergence of the policy from the policy at the step's start, estimated from tokens of the latter.
 *
 * <p>With {@code d = logprobs - oldLogprobs}, within 20: {@link #k3} is the mean of {@code exp(d) - 1 - d}. It is never
 * negative, and its expectation is {@code KL(old || policy)}; so is that of its second derivative, at any weights. Where the
 * policy is still the old one, the second derivative is the empirical Fisher matrix, the mean of
 * {@code grad(logprob) grad(logprob)'}.
 *
 * @see <a href="http://joschu.net/blog/kl-approx.html">Approximating KL divergence</a>
 */
final class Divergence {

    private static final double CLAMP = 20;

    private Divergence() {}

    /** Returns this micro-batch's share of the mean estimate over learned tokens, in nats; a scalar. */
    static NDArray k3(TokenBatch batch) {
        NDArray d = Learned.logRatio(batch, CLAMP);
        return batch.tokenMean(d.exp().sub(1).sub(d));
    }

    /** Returns this micro-batch's share of the mean of {@code d²}; a scalar. */
    static NDArray squaredSpread(TokenBatch batch) {
        return batch.tokenMean(Learned.logRatio(batch, CLAMP).square());
    }
}
