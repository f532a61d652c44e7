package org.reason4j.core.host.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.track.Tracker;

/**
 * Writes {@code metrics.jsonl}: one object per step, {@code step} first, then the metrics by name; and {@code
 * supervised.jsonl}, the same of a supervised stage.
 *
 * <p>After a resume every step is there exactly once. Numbers that JSON lacks are the strings {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"}.
 */
public final class JsonlTracker implements Tracker {

    private final JsonlTrackerConfig config;
    private final StepFile log;
    private final StepFile supervised;

    @Inject
    public JsonlTracker(RunDirectory directory, JsonlTrackerConfig config) {
        this.config = config;
        this.log = new StepFile(directory.metrics());
        this.supervised = new StepFile(directory.supervised());
    }

    @Override
    public void started(int firstStep, int steps) {
        log.open(firstStep);
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        write(log, step, metrics);
    }

    @Override
    public void supervised(int step, int steps, Map<String, Double> metrics) {
        if (!supervised.isOpen()) {
            supervised.open(step);
        }
        write(supervised, step, metrics);
    }

    private void write(StepFile file, int step, Map<String, Double> metrics) {
        ObjectNode line = StepFile.line(step);
        new TreeMap<>(metrics).forEach(line::put);
        file.append(line);
        file.flush(config.fsync());
    }

    @Override
    public void close() {
        supervised.close();
        log.close();
    }

    /** Reads a metrics file back; empty if there is none. */
    public static List<StepMetrics> read(Path file) {
        List<StepMetrics> steps = new ArrayList<>();
        if (Files.exists(file)) {
            StepFile.forEach(file, (object, line) -> steps.add(stepOf(object)));
        }
        return steps;
    }

    /** The metrics of a line. */
    public static StepMetrics stepOf(JsonNode object) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getKey().equals("step")) {
                JsonNode value = field.getValue();
                values.put(field.getKey(), value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText()));
            }
        }
        return new StepMetrics(object.get("step").intValue(), values);
    }
}
