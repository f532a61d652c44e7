package org.reason4j.regularizer.entropy;

import org.reason4j.api.data.EntropyMinimization;

/**
 * Settings of entropy minimization while tokens are drawn.
 *
 * @param threshold entropy that is low enough, in nats, at least 0
 * @param share share of a token's entropy that is low enough, in [0, 1)
 * @param steps most steps on a token's logits, in [0, 1000]; 0 for a temperature
 * @param rate learning rate of a step, above 0
 * @param divergence weight of the divergence from the policy's distribution, at least 0
 */
public record EmInfConfig(double threshold, double share, int steps, double rate, double divergence) {

    /** Steps on logits. */
    public static final EmInfConfig DEFAULTS = of(EntropyMinimization.LOGITS);

    /** A temperature for every token. */
    static final EmInfConfig TEMPERATURE = of(EntropyMinimization.TEMPERATURE);

    /** Checks the ranges. */
    public EmInfConfig {
        EntropyMinimization.of(threshold, share, steps, rate, divergence);
    }

    private static EmInfConfig of(EntropyMinimization minimization) {
        return new EmInfConfig(
                minimization.threshold(),
                minimization.share(),
                minimization.steps(),
                minimization.rate(),
                minimization.divergence());
    }

    EntropyMinimization minimization() {
        return EntropyMinimization.of(threshold, share, steps, rate, divergence);
    }
}
