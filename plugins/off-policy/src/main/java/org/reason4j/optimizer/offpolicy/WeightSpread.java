package org.reason4j.optimizer.offpolicy;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/**
 * Spread of the weights.
 *
 * <p>The effective sample size, as a share of the sample: {@code 1 / mean((w / mean(w))²)}, 1 where all are equal.
 *
 * @param mean the weights' mean
 * @param max the largest weight
 * @param effectiveShare the effective sample size over the number of weights, in [0, 1]; 0 where all weights are 0
 */
record WeightSpread(double mean, double max, double effectiveShare) {

    /** Measures at least one weight, none negative. */
    static WeightSpread of(double[] weights) {
        DoubleSummaryStatistics summary = Arrays.stream(weights).summaryStatistics();
        double mean = summary.getAverage();
        if (mean == 0) {
            return new WeightSpread(0, 0, 0);
        }
        double squares = Arrays.stream(weights)
                .map(w -> (w / mean) * (w / mean))
                .average()
                .orElseThrow();
        return new WeightSpread(mean, summary.getMax(), 1 / squares);
    }
}
