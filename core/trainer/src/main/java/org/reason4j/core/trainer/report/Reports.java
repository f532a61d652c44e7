package org.reason4j.core.trainer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.formats.file.JsonValue;

/**
 * Numbers that components report, by name: of some the mean counts, of others the sum. Neither depends on the order in
 * which threads report, because values are sorted before they are added up.
 */
public final class Reports implements Metrics {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEANS = "means";
    private static final String SUMS = "sums";

    private final Map<String, List<Double>> means = new TreeMap<>();
    private final Map<String, List<Double>> sums = new TreeMap<>();
    private @Nullable Reports successor; // once these were handed over

    @Override
    public synchronized void mean(String name, double value) {
        if (successor == null) {
            means.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        } else {
            successor.mean(name, value);
        }
    }

    @Override
    public synchronized void add(String name, double value) {
        if (successor == null) {
            sums.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        } else {
            successor.add(name, value);
        }
    }

    /** Moves all values to others, which also get what late threads still report here. */
    synchronized void handTo(Reports others) {
        means.forEach((name, values) -> values.forEach(value -> others.mean(name, value)));
        sums.forEach((name, values) -> values.forEach(value -> others.add(name, value)));
        clear();
        successor = others;
    }

    synchronized void moveTo(StepLog log) {
        means.forEach((name, values) -> log.put(name, sum(values) / values.size()));
        sums.forEach((name, values) -> log.put(name, sum(values)));
        clear();
    }

    synchronized void clear() {
        means.clear();
        sums.clear();
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().sum();
    }

    /** Writes all values. */
    public synchronized ObjectNode write() {
        ObjectNode json = JSON.createObjectNode();
        write(means, json.putObject(MEANS));
        write(sums, json.putObject(SUMS));
        return json;
    }

    private static void write(Map<String, List<Double>> values, ObjectNode json) {
        values.forEach((name, all) -> {
            ArrayNode array = json.putArray(name);
            all.stream().sorted().forEach(array::add);
        });
    }

    /** Reads what {@link #write} wrote. */
    public static Reports read(JsonValue json) {
        Reports reports = new Reports();
        json.get(MEANS)
                .members()
                .forEach((name, values) -> values.list().forEach(value -> reports.mean(name, value.number())));
        json.get(SUMS)
                .members()
                .forEach((name, values) -> values.list().forEach(value -> reports.add(name, value.number())));
        return reports;
    }
}
