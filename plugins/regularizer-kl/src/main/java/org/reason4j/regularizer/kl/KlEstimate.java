package org.reason4j.regularizer.kl;

import ai.djl.ndarray.NDArray;

/**
 * Estimates of {@code KL(policy || reference)} from one sampled token.
 *
 * <p>With {@code d = refLogprob - logprob}: {@code k1 = -d}, {@code k2 = d² / 2}, {@code k3 = exp(d) - d - 1},
 * {@code abs = |d|}. In k3, {@code d} is clamped to {@code inputClamp} and the value to {@code outputClamp}, as in verl;
 * the others grow slowly enough to need no clamp, and keep their gradient at any distance.
 *
 * <p>Their derivatives in {@code logprob} are {@code 1}, {@code -d}, {@code 1 - exp(d)} and {@code -sign(d)}. Averaged
 * over tokens that the policy itself sampled, that of k1 is zero, that of k2 is the gradient of
 * {@code KL(policy || reference)}, and that of k3 is the gradient of {@code KL(reference || policy)}. {@code k3_plus} is
 * {@code k2 + constant(k3 - k2)}.
 *
 * @see <a href="http://joschu.net/blog/kl-approx.html">Approximating KL divergence</a>
 * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath, equation 4</a>
 */
final class KlEstimate {

    private KlEstimate() {}

    /** The estimate of one token. */
    static double of(double logprob, double refLogprob, KlConfig config) {
        double d = refLogprob - logprob;
        return switch (config.estimator()) {
            case K1 -> -d;
            case K2 -> d * d / 2;
            case K3, K3_PLUS -> k3(d, config);
            case ABS -> Math.abs(d);
        };
    }

    private static double k3(double difference, KlConfig config) {
        double d = clamp(difference, config.inputClamp());
        return clamp(Math.exp(d) - d - 1, config.outputClamp());
    }

    private static double clamp(double value, double bound) {
        return bound > 0 ? Math.max(-bound, Math.min(bound, value)) : value;
    }

    /** The estimate of each token, differentiable in {@code logprobs}; all are {@code [B, T]}. */
    static NDArray perToken(NDArray logprobs, NDArray refLogprobs, KlConfig config) {
        NDArray d = refLogprobs.sub(logprobs);
        return switch (config.estimator()) {
            case K1 -> d.neg();
            case K2 -> k2(d);
            case K3 -> k3(d, config);
            case K3_PLUS -> k2(d).add(k3(d, config).sub(k2(d)).stopGradient());
            case ABS -> d.abs();
        };
    }

    private static NDArray k2(NDArray d) {
        return d.square().div(d.getManager().create(2f));
    }

    private static NDArray k3(NDArray difference, KlConfig config) {
        NDArray d = clamp(difference, config.inputClamp());
        return clamp(d.exp().sub(d).sub(1), config.outputClamp());
    }

    private static NDArray clamp(NDArray values, double bound) {
        return bound > 0 ? values.clip(-bound, bound) : values;
    }
}
