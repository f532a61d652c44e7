package org.reason4j.regularizer.entropy;

import org.reason4j.regularizer.entropy.EntropyConfig.Adaptation;

/**
 * A coefficient that steers entropy to a target.
 *
 * <p>By steps: {@code c' = clip(c + delta, minimum, maximum)} where {@code H < target}, and {@code clip(c - delta, minimum,
 * maximum)} otherwise. It is applied only while {@code H < target}.
 *
 * <p>By its logarithm: {@code ln c' = ln c + delta (target - H)}, clipped alike; it is always applied. That is gradient
 * descent with the rate {@code delta} on {@code ln c (H - target)}.
 *
 * @see <a href="https://arxiv.org/abs/2505.22312">Skywork-OR1, adaptive entropy control: by steps</a>
 * @see <a href="https://arxiv.org/abs/1812.05905">Soft actor-critic algorithms and applications, equation 18: by its
 *     logarithm</a>
 */
final class AdaptiveCoefficient {

    private AdaptiveCoefficient() {}

    /** Returns the coefficient after a step whose mean entropy was {@code entropy}, in nats. */
    static double next(double coefficient, double entropy, EntropyConfig config) {
        double moved = switch (config.adaptation()) {
            case STEPS -> coefficient + (entropy < config.target() ? config.delta() : -config.delta());
            case LOGARITHM -> coefficient * Math.exp(config.delta() * (config.target() - entropy));
        };
        return Math.max(config.minimum(), Math.min(config.maximum(), moved));
    }

    /** Returns true if the bonus is applied at this entropy. */
    static boolean isActive(double entropy, EntropyConfig config) {
        return config.adaptation() == Adaptation.LOGARITHM || entropy < config.target();
    }
}
