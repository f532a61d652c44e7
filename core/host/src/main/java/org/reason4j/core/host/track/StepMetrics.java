package org.reason4j.core.host.track;

import java.util.Map;

/**
 * The metrics of one step.
 *
 * @param step number of the step, from 1
 * @param values metrics by name; see {@link MetricNames} for those that are shown
 */
public record StepMetrics(int step, Map<String, Double> values) {
    public StepMetrics {
        values = Map.copyOf(values);
    }
}
