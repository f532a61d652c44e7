package org.reason4j.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reason4j.api.track.Metrics;

/** Keeps every reported number. */
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

    /** The step's number of every name: the mean of numbers to be averaged, the sum of numbers to be added. */
    public Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>(sums);
        means.forEach((name, reported) -> values.put(
                name,
                reported.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return values;
    }

    /** The step's number of a name; 0 if nothing was reported. */
    public double of(String name) {
        return values().getOrDefault(name, 0.0);
    }

    /** Every number to be averaged, by name, in the order of the reports. */
    public Map<String, List<Double>> means() {
        return new TreeMap<>(means);
    }

    /** Sums of the numbers to be added, by name. */
    public Map<String, Double> sums() {
        return new TreeMap<>(sums);
    }

    /** Removes all reports. */
    public void clear() {
        means.clear();
        sums.clear();
    }
}
