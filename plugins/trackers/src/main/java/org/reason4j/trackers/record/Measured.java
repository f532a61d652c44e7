package org.reason4j.trackers.record;

import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.track.Measurement;

/**
 * Results of a whole measurement under names of their own, {@code eval/full/accuracy} for {@code eval/accuracy}: a step that
 * measures may do so on fewer problems, and both belong to the same step.
 */
public final class Measured {

    /** Begins the names of these numbers. */
    public static final String PREFIX = "eval/full/";

    private static final String EVALUATION = "eval/";

    private Measured() {}

    /** The numbers of a measurement by name. */
    public static Map<String, Double> numbers(Measurement measurement) {
        Map<String, Double> numbers = new TreeMap<>();
        measurement.numbers().forEach((name, value) -> numbers.put(name(name), value));
        return numbers;
    }

    private static String name(String metric) {
        return metric.startsWith(EVALUATION) ? PREFIX + metric.substring(EVALUATION.length()) : metric;
    }
}
