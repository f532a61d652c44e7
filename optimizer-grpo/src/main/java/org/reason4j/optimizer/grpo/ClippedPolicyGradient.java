package org.reason4j.optimizer.grpo;

import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Clip;

/**
 * The clip of token ratios, {@link Clip}, with flat settings of an {@link Estimate}. With other settings it is REINFORCE++, its variant with a baseline, or ReMax; {@link Grpo} is built on it, too.
 *
 * <p>Metrics: those of {@link org.reason4j.api.optimizer.RatioMetrics}.
 */
public record ClippedPolicyGradient(ClippedConfig config) implements CriticFreeOptimizer {

    @Override
    public PolicyGradientConfig parts() {
        return config.parts();
    }
}
