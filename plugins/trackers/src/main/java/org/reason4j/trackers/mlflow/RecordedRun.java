package org.reason4j.trackers.mlflow;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a server has of a run.
 *
 * @param active false if somebody deleted it there
 * @param latest the last step of each metric
 * @param params names of parameters
 */
record RecordedRun(boolean active, Map<String, Long> latest, Set<String> params) {

    RecordedRun {
        latest = Map.copyOf(latest);
        params = Set.copyOf(params);
    }

    /** A run that was just made. */
    static RecordedRun empty() {
        return new RecordedRun(true, Map.of(), Set.of());
    }

    static RecordedRun of(JsonObject run) {
        Map<String, Long> latest = new HashMap<>();
        Set<String> params = new HashSet<>();
        JsonObject data = run.has("data") ? run.getAsJsonObject("data") : new JsonObject();
        for (JsonElement metric : list(data, "metrics")) {
            JsonObject one = metric.getAsJsonObject();
            latest.put(
                    one.get("key").getAsString(),
                    one.has("step") ? one.get("step").getAsLong() : 0);
        }
        list(data, "params")
                .forEach(param -> params.add(param.getAsJsonObject().get("key").getAsString()));
        JsonElement stage = run.getAsJsonObject("info").get("lifecycle_stage");
        return new RecordedRun(stage == null || stage.getAsString().equals("active"), latest, params);
    }

    private static JsonArray list(JsonObject data, String key) {
        return data.has(key) ? data.getAsJsonArray(key) : new JsonArray();
    }

    /** True if the server has that metric up to that step. */
    boolean has(String metric, long step) {
        Long last = latest.get(metric);
        return last != null && step <= last;
    }
}
