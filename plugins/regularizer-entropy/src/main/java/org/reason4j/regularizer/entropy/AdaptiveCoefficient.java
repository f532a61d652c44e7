package org.reason4j.regularizer.entropy;

/**
 * A coefficient that steers entropy to a target.
 *
 * <p>{@code c' = clip(c + delta, minimum, maximum)} where {@code H < target}, and {@code clip(c - delta, minimum,
 * maximum)} otherwise. It is applied only while {@code H < target}.
 *
 * @see <a href="https://arxiv.org/abs/2505.22312">Skywork-OR1, adaptive entropy control</a>
 */
final class AdaptiveCoefficient {

    private AdaptiveCoefficient() {}

    /** Returns the coefficient after a step whose mean entropy was {@code entropy}, in nats. */
    static double next(double coefficient, double entropy, EntropyConfig config) {
        double moved = coefficient + (isActive(entropy, config) ? config.delta() : -config.delta());
        return Math.max(config.minimum(), Math.min(config.maximum(), moved));
    }

    /** Returns true if the bonus is applied at this entropy. */
    static boolean isActive(double entropy, EntropyConfig config) {
        return entropy < config.target();
    }
}
