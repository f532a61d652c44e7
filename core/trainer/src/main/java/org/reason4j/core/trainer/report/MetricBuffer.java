package org.reason4j.core.trainer.report;

import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.track.Metrics;

/** Numbers that components report, until the step takes them. */
public final class MetricBuffer implements Metrics {

    private final Map<String, DoubleSummaryStatistics> means = new TreeMap<>();
    private final Map<String, Double> sums = new TreeMap<>();

    @Override
    public synchronized void mean(String name, double value) {
        means.computeIfAbsent(name, any -> new DoubleSummaryStatistics()).accept(value);
    }

    @Override
    public synchronized void add(String name, double value) {
        sums.merge(name, value, Double::sum);
    }

    public synchronized void moveTo(StepLog log) {
        means.forEach((name, values) -> log.put(name, values.getAverage()));
        log.putAll(sums);
        means.clear();
        sums.clear();
    }
}
