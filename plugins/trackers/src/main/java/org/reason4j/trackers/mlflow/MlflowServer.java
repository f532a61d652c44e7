package org.reason4j.trackers.mlflow;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.OptionalLong;
import org.reason4j.api.plugin.ConfigException;

/**
 * Version 2.0 of the REST API, as far as a run needs it.
 *
 * @see <a href="https://mlflow.org/docs/latest/rest-api.html">MLflow REST API</a>
 */
final class MlflowServer {

    private final MlflowConnection connection;

    MlflowServer(MlflowConnection connection) {
        this.connection = connection;
    }

    String address() {
        return connection.server();
    }

    /** Id of the experiment of that name, which is created if there is none. */
    String experiment(String name) throws MlflowFailure, InterruptedException {
        try {
            return existing(name);
        } catch (MlflowFailure e) {
            if (!e.isAbsence()) {
                throw e;
            }
        }
        try {
            return connection
                    .post("experiments/create", object("name", name))
                    .get("experiment_id")
                    .getAsString();
        } catch (MlflowFailure e) {
            if (e.isPassing()) {
                throw e;
            }
            return existing(name); // another run may have made it meanwhile
        }
    }

    private String existing(String name) throws MlflowFailure, InterruptedException {
        JsonObject found = connection
                .get("experiments/get-by-name", "experiment_name", name)
                .getAsJsonObject("experiment");
        if (found.has("lifecycle_stage")
                && found.get("lifecycle_stage").getAsString().equals("deleted")) {
            throw new ConfigException("The experiment '" + name + "' was deleted on " + address()
                    + ". Restore it there, or set mlflow.experiment to another one.");
        }
        return found.get("experiment_id").getAsString();
    }

    /** Creates a run and returns its id. */
    String create(String experiment, String name, Map<String, String> tags, long now)
            throws MlflowFailure, InterruptedException {
        JsonObject body = object("experiment_id", experiment);
        body.addProperty("run_name", name);
        body.addProperty("start_time", now);
        JsonArray list = new JsonArray();
        tags.forEach((key, value) -> list.add(pair(key, value)));
        body.add("tags", list);
        return connection
                .post("runs/create", body)
                .getAsJsonObject("run")
                .getAsJsonObject("info")
                .get("run_id")
                .getAsString();
    }

    /** Returns what the server has of a run. */
    RecordedRun run(String id) throws MlflowFailure, InterruptedException {
        return RecordedRun.of(connection.get("runs/get", "run_id", id).getAsJsonObject("run"));
    }

    /** Logs a batch that {@link Batches} made. */
    void log(JsonObject batch) throws MlflowFailure, InterruptedException {
        connection.post("runs/log-batch", batch);
    }

    /** Says how a run is: {@code RUNNING}, {@code FINISHED}, {@code FAILED} or {@code KILLED}. */
    void status(String id, String status, OptionalLong end) throws MlflowFailure, InterruptedException {
        JsonObject body = object("run_id", id);
        body.addProperty("status", status);
        end.ifPresent(time -> body.addProperty("end_time", time));
        connection.post("runs/update", body);
    }

    static JsonObject object(String key, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(key, value);
        return object;
    }

    /** A tag or a parameter. */
    static JsonObject pair(String key, String value) {
        JsonObject pair = object("key", key);
        pair.addProperty("value", value);
        return pair;
    }
}
