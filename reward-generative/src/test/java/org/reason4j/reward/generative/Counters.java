package org.reason4j.reward.generative;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.reason4j.api.track.Metrics;

/** Counts what is reported. */
final class Counters implements Metrics {

    private final Map<String, Double> sums = new ConcurrentHashMap<>();

    @Override
    public void mean(String name, double value) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void add(String name, double value) {
        sums.merge(name, value, Double::sum);
    }

    double of(String name) {
        return sums.getOrDefault("judge/" + name, 0.0);
    }
}
