package org.reason4j.optimizer.offpolicy;

import java.util.Arrays;

/**
 * Estimates of {@code KL(sampled || old)} from sampled tokens, with {@code d = oldLogprob - sampledLogprob}:
 * {@code k1 = -d} and {@code k3 = exp(d) - d - 1}, which is never negative; {@code d} is clamped to 20 in the exponent.
 *
 * @param k1 mean over tokens
 * @param k3 mean over tokens
 * @param k3Max largest value of a single token
 */
record MismatchDivergence(double k1, double k3, double k3Max) {

    /** Measures at least one log-ratio {@code d}. */
    static MismatchDivergence of(double[] logRatios) {
        double[] k3 = Arrays.stream(logRatios)
                .map(d -> ImportanceWeights.exp(d) - d - 1)
                .toArray();
        return new MismatchDivergence(
                -Arrays.stream(logRatios).average().orElseThrow(),
                Arrays.stream(k3).average().orElseThrow(),
                Arrays.stream(k3).max().orElseThrow());
    }
}
