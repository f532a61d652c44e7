package org.reason4j.trackers.record;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.track.Measurement;

/**
 * Measurements beside the metrics of steps. One during a step, perhaps on fewer problems, belongs to the metrics of that step. One
 * before training or after a step has names of its own, {@code eval/full/accuracy} for {@code eval/accuracy}, because both may be
 * of one step.
 */
public final class Measured {

    /** Begins the names of the second kind. */
    public static final String PREFIX = "eval/full/";

    private static final String EVALUATION = "eval/";

    private final Map<String, Double> during = new TreeMap<>();
    private int completed; // the last step

    /** Notes the step that comes first. */
    public void started(int firstStep) {
        completed = firstStep - 1;
    }

    /** Returns a measurement's numbers by the names of its kind; empty if they will come with the metrics of their step. */
    public Optional<Map<String, Double>> numbers(Measurement measurement) {
        if (measurement.step() > completed) {
            during.putAll(measurement.numbers());
            return Optional.empty();
        }
        Map<String, Double> numbers = new TreeMap<>();
        measurement.numbers().forEach((name, value) -> numbers.put(full(name), value));
        return Optional.of(numbers);
    }

    private static String full(String metric) {
        return metric.startsWith(EVALUATION) ? PREFIX + metric.substring(EVALUATION.length()) : metric;
    }

    /** Returns the metrics of a step that is complete, with those of a measurement during it. */
    public Map<String, Double> completed(int step, Map<String, Double> metrics) {
        Map<String, Double> all = new TreeMap<>(during);
        all.putAll(metrics);
        during.clear();
        completed = step;
        return all;
    }
}
