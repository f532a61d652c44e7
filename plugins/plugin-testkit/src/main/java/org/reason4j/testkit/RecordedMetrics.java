package org.reason4j.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reason4j.api.track.Metrics;

/** Keeps what is reported. */
public final class RecordedMetrics implements Metrics {

    private final Map<String, List<Double>> means = new ConcurrentSkipListMap<>();
    private final Map<String, Double> sums = new ConcurrentSkipListMap<>();

    @Override
    public void mean(String name, double value) {
        means.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>()).add(value);
    }

    @Override
    public void add(String name, double value) {
        sums.merge(name, value, Double::sum);
    }

    /** What was reported to be averaged, by name, in order. */
    public Map<String, List<Double>> means() {
        return new TreeMap<>(means);
    }

    /** What was added up, by name. */
    public Map<String, Double> sums() {
        return new TreeMap<>(sums);
    }

    /** Forgets everything. */
    public void clear() {
        means.clear();
        sums.clear();
    }
}
