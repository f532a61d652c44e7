package org.reason4j.core.engine.rollout;

import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.track.Metrics;

/** Keeps sums and the last means. */
final class Counters implements Metrics {

    private final Map<String, Double> sums = new TreeMap<>();
    private final Map<String, Double> means = new TreeMap<>();

    @Override
    public void mean(String name, double value) {
        means.put(name, value);
    }

    @Override
    public void add(String name, double value) {
        sums.merge(name, value, Double::sum);
    }

    double lastMean(String name) {
        return means.getOrDefault(name, Double.NaN);
    }

    double sum(String name) {
        return sums.getOrDefault(name, Double.NaN);
    }
}
