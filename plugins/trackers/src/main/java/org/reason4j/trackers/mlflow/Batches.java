package org.reason4j.trackers.mlflow;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Bodies of {@code runs/log-batch} within the limits of the API: 1000 metrics, or 100 parameters. */
final class Batches {

    static final int METRICS = 1000;
    static final int PARAMS = 100;

    /** Characters of the longest value of a parameter. */
    static final int LONGEST_VALUE = 6000;

    private Batches() {}

    /** Numbers of a step. Those that JSON lacks are the strings {@code NaN}, {@code Infinity} and {@code -Infinity}. */
    static List<JsonObject> ofMetrics(String run, Map<String, Double> numbers, long step, long now) {
        List<JsonObject> entries = new ArrayList<>();
        new TreeMap<>(numbers).forEach((name, value) -> {
            JsonObject metric = MlflowServer.object("key", MlflowKey.of(name));
            if (Double.isFinite(value)) {
                metric.addProperty("value", value);
            } else {
                metric.addProperty("value", Double.toString(value));
            }
            metric.addProperty("timestamp", now);
            metric.addProperty("step", step);
            entries.add(metric);
        });
        return split(run, "metrics", entries, METRICS);
    }

    /** Settings; a value that is too long ends with its number of characters. */
    static List<JsonObject> ofParams(String run, Map<String, String> settings) {
        List<JsonObject> entries = new ArrayList<>();
        settings.forEach((path, value) -> entries.add(MlflowServer.pair(MlflowKey.of(path), shortened(value))));
        return split(run, "params", entries, PARAMS);
    }

    private static String shortened(String value) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        String end = " ... (" + value.length() + " characters)";
        return value.substring(0, LONGEST_VALUE - end.length()) + end;
    }

    private static List<JsonObject> split(String run, String list, List<JsonObject> entries, int most) {
        List<JsonObject> batches = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += most) {
            JsonArray part = new JsonArray();
            entries.subList(from, Math.min(from + most, entries.size())).forEach(part::add);
            JsonObject batch = MlflowServer.object("run_id", run);
            batch.add(list, part);
            batches.add(batch);
        }
        return batches;
    }

    /** Returns a batch of metrics with those alone that are wanted. */
    static JsonObject only(JsonObject batch, Predicate<JsonObject> wanted) {
        JsonArray kept = new JsonArray();
        for (JsonElement metric : batch.getAsJsonArray("metrics")) {
            if (wanted.test(metric.getAsJsonObject())) {
                kept.add(metric);
            }
        }
        JsonObject fewer = MlflowServer.object("run_id", runOf(batch));
        fewer.add("metrics", kept);
        return fewer;
    }

    static String runOf(JsonObject batch) {
        return batch.get("run_id").getAsString();
    }

    static int sizeOf(JsonObject batch) {
        return batch.getAsJsonArray("metrics").size();
    }
}
