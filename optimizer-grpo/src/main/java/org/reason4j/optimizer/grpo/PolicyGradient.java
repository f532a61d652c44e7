package org.reason4j.optimizer.grpo;

/**
 * A policy gradient without a critic, put together from an advantage, a loss and an aggregation. Named optimizers are
 * combinations of these parts; every other combination that has a meaning is a matter of settings, and what can't go
 * together is refused with the reason.
 *
 * <p>Metrics: those of the loss.
 */
public record PolicyGradient(PolicyGradientConfig config) implements CriticFreeOptimizer {

    @Override
    public PolicyGradientConfig parts() {
        return config;
    }
}
