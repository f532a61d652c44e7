package org.reason4j.regularizer.length;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.track.Metrics;

/** Keeps what is reported. */
final class RecordedMetrics implements Metrics {

    final Map<String, List<Double>> means = new TreeMap<>();
    final Map<String, Double> sums = new TreeMap<>();

    @Override
    public void mean(String name, double value) {
        means.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    @Override
    public void add(String name, double value) {
        sums.merge(name, value, Double::sum);
    }
}
