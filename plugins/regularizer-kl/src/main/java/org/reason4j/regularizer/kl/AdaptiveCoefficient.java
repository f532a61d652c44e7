package org.reason4j.regularizer.kl;

/**
 * A coefficient that steers the divergence to a target.
 *
 * <p>{@code beta' = beta * (1 + clip(kl / target - 1, -0.2, 0.2) * n / horizon)}, with {@code n} the number of samples of
 * the step.
 *
 * @see <a href="https://arxiv.org/abs/1909.08593">Fine-tuning language models from human preferences, section 2.2</a>
 */
final class AdaptiveCoefficient {

    private static final double LARGEST_ERROR = 0.2;

    private AdaptiveCoefficient() {}

    /** Returns the coefficient of the next step. */
    static double next(double coefficient, double kl, int samples, double target, double horizon) {
        double error = Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, kl / target - 1));
        return coefficient * (1 + error * samples / horizon);
    }

    /** Returns true if the coefficient stays positive for every divergence. */
    static boolean isStable(int samples, double horizon) {
        return LARGEST_ERROR * samples < horizon;
    }
}
