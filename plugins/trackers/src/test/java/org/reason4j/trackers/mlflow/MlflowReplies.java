package org.reason4j.trackers.mlflow;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server that answers as MLflow 3.17.2 does: status, shape and error codes of its replies were recorded from {@code mlflow
 * server} with SQLite, and so was which names it takes, that a parameter never changes, and that it keeps one of equal points.
 * {@code RealMlflowIT} runs against the real one.
 */
public final class MlflowReplies implements AutoCloseable {

    /** A run as the server has it. */
    static final class StoredRun {
        final Map<String, String> params = new TreeMap<>();
        final Map<String, String> tags = new TreeMap<>();
        final Map<String, Set<String>> points = new LinkedHashMap<>(); // by key: "step value timestamp"
        final List<String> statuses = new ArrayList<>(List.of("RUNNING"));
        String name = "";
        boolean deleted;

        /** The points of a metric as "step value", in the order of their arrival. */
        List<String> history(String key) {
            return points.getOrDefault(key, Set.of()).stream()
                    .map(point -> point.replaceAll(" \\d+$", ""))
                    .toList();
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final Map<String, StoredRun> runs = new LinkedHashMap<>();
    final Map<String, String> experiments = new LinkedHashMap<>();
    final List<String> credentials = new ArrayList<>();
    final List<Integer> batches = new ArrayList<>(); // metrics and parameters of each log-batch
    final Set<String> deletedExperiments = ConcurrentHashMap.newKeySet();
    volatile int failWith; // status of every answer; 0 for none
    volatile boolean hangs;
    private final CountDownLatch closed = new CountDownLatch(1);

    public MlflowReplies() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Number of runs. */
    public int size() {
        return runs.size();
    }

    /** The points of a metric of a run as "step value", in the order of their arrival. */
    public List<String> history(int index, String metric) {
        return run(index).history(metric);
    }

    /** What a run was said to be, in order. */
    public List<String> statuses(int index) {
        return List.copyOf(run(index).statuses);
    }

    /** The settings of a run. */
    public Map<String, String> params(int index) {
        return Map.copyOf(run(index).params);
    }

    StoredRun run(int index) {
        return new ArrayList<>(runs.values()).get(index);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (hangs) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        JsonObject body = request.isEmpty()
                ? new JsonObject()
                : JsonParser.parseString(request).getAsJsonObject();
        int status = failWith;
        String reply = "<!doctype html><title>out of order</title>";
        if (status == 0) {
            synchronized (this) {
                String credential = exchange.getRequestHeaders().getFirst("Authorization");
                credentials.add(credential == null ? "" : credential);
                reply = answer(exchange.getRequestURI().toString(), body);
            }
            status = reply.contains("RESOURCE_DOES_NOT_EXIST") ? 404 : reply.contains("error_code") ? 400 : 200;
        }
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String answer(String uri, JsonObject body) {
        String path = uri.replaceFirst("^/api/2.0/mlflow/", "");
        if (path.startsWith("experiments/get-by-name?experiment_name=")) {
            String name = path.substring(path.indexOf('=') + 1);
            return experiments.containsKey(name)
                    ? "{\"experiment\": {\"experiment_id\": \"" + experiments.get(name) + "\", \"lifecycle_stage\": \""
                            + (deletedExperiments.contains(name) ? "deleted" : "active") + "\"}}"
                    : error("RESOURCE_DOES_NOT_EXIST", "Could not find experiment with name '" + name + "'");
        }
        if (path.startsWith("runs/get?run_id=")) {
            return found(path.substring(path.indexOf('=') + 1));
        }
        return switch (path) {
            case "experiments/create" -> {
                experiments.put(text(body, "name"), String.valueOf(experiments.size() + 1));
                yield "{\"experiment_id\": \"" + experiments.get(text(body, "name")) + "\"}";
            }
            case "runs/create" -> created(body);
            case "runs/log-batch" -> logged(body);
            case "runs/update" -> updated(body);
            default -> "<!doctype html><title>404 Not Found</title>";
        };
    }

    private String created(JsonObject body) {
        String id = String.format("%032x", runs.size() + 1);
        StoredRun run = new StoredRun();
        run.name = text(body, "run_name");
        for (JsonElement tag : body.getAsJsonArray("tags")) {
            run.tags.put(text(tag.getAsJsonObject(), "key"), text(tag.getAsJsonObject(), "value"));
        }
        runs.put(id, run);
        return "{\"run\": {\"info\": {\"run_id\": \"" + id
                + "\", \"status\": \"RUNNING\", \"lifecycle_stage\": \"active\"}, \"data\": {}, \"inputs\": {}}}";
    }

    private String updated(JsonObject body) {
        StoredRun run = runs.get(text(body, "run_id"));
        if (run == null) {
            return error("RESOURCE_DOES_NOT_EXIST", "Run with id=" + text(body, "run_id") + " not found");
        }
        run.statuses.add(text(body, "status"));
        return "{\"run_info\": {\"status\": \"" + text(body, "status") + "\"}}";
    }

    private String logged(JsonObject body) {
        StoredRun run = runs.get(text(body, "run_id"));
        if (run == null) {
            return error("RESOURCE_DOES_NOT_EXIST", "Run with id=" + text(body, "run_id") + " not found");
        }
        JsonArray metrics = body.has("metrics") ? body.getAsJsonArray("metrics") : new JsonArray();
        JsonArray params = body.has("params") ? body.getAsJsonArray("params") : new JsonArray();
        if (run.deleted) {
            return error("INVALID_PARAMETER_VALUE", "The run must be in the 'active' state. Current state is deleted.");
        }
        if (metrics.size() > 1000 || params.size() > 100) {
            return error("INVALID_PARAMETER_VALUE", "A batch logging request can contain at most 1000 metrics");
        }
        for (JsonElement metric : metrics) {
            if (!text(metric.getAsJsonObject(), "key").matches("[/\\w.\\- :]*")) {
                return error("INVALID_PARAMETER_VALUE", "Names may only contain alphanumerics, ...");
            }
        }
        for (JsonElement element : params) {
            JsonObject param = element.getAsJsonObject();
            String old = run.params.get(text(param, "key"));
            if (old != null && !old.equals(text(param, "value"))) {
                return error("INVALID_PARAMETER_VALUE", "Changing param values is not allowed.");
            }
            run.params.put(text(param, "key"), text(param, "value"));
        }
        for (JsonElement element : metrics) {
            JsonObject metric = element.getAsJsonObject();
            run.points
                    .computeIfAbsent(text(metric, "key"), key -> new LinkedHashSet<>())
                    .add(text(metric, "step") + " " + text(metric, "value") + " " + text(metric, "timestamp"));
        }
        batches.add(metrics.size() + params.size());
        return "{}";
    }

    private String found(String id) {
        StoredRun run = runs.get(id);
        if (run == null) {
            return error("RESOURCE_DOES_NOT_EXIST", "Run with id=" + id + " not found");
        }
        JsonArray metrics = new JsonArray();
        run.points.forEach((key, points) -> {
            JsonObject metric = new JsonObject();
            metric.addProperty("key", key);
            metric.addProperty(
                    "step",
                    points.stream()
                            .mapToLong(point -> Long.parseLong(point.split(" ")[0]))
                            .max()
                            .orElse(0));
            metrics.add(metric);
        });
        JsonArray params = new JsonArray();
        run.params.forEach((key, value) -> params.add(MlflowServer.pair(key, value)));
        JsonObject data = new JsonObject();
        data.add("metrics", metrics);
        data.add("params", params);
        return "{\"run\": {\"info\": {\"run_id\": \"" + id + "\", \"lifecycle_stage\": \""
                + (run.deleted ? "deleted" : "active") + "\"}, \"data\": " + data + "}}";
    }

    private static String text(JsonObject object, String key) {
        return object.get(key).getAsString();
    }

    private static String error(String code, String message) {
        return "{\"error_code\": \"" + code + "\", \"message\": \"" + message + "\"}";
    }
}
