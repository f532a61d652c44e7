package org.reason4j.trackers.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.trackers.Run;

/**
 * A run on a real MLflow server with SQLite: {@code mlflow} on the path, or the executable that {@code -Dreason4j.mlflow} names.
 * Skipped where there is none.
 */
class RealMlflowIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path home; // of the server, which takes long to start

    private static int port;
    private static Process server;

    @TempDir
    Path directory;

    private static Optional<Path> executable() {
        String given = System.getProperty("reason4j.mlflow", "");
        Stream<Path> places = given.isEmpty()
                ? Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "mlflow"))
                : Stream.of(Path.of(given));
        return places.filter(Files::isExecutable).findFirst();
    }

    @BeforeAll
    static void begin() throws Exception {
        if (executable().isEmpty()) {
            String reason = "No MLflow here: no 'mlflow' on the path, and -Dreason4j.mlflow names no executable.";
            System.out.println("Skipped: " + reason);
            abort(reason);
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start();
    }

    private static void start() throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                        executable().orElseThrow().toString(),
                        "server",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--workers",
                        "1",
                        "--backend-store-uri",
                        "sqlite:///" + home.resolve("mlflow.db"),
                        "--default-artifact-root",
                        home.resolve("artifacts").toString())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("server.log").toFile());
        command.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
        command.environment().put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
        command.environment().put("DO_NOT_TRACK", "true");
        server = command.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (!answers()) {
            assertThat(server.isAlive() && System.nanoTime() < end)
                    .as(() -> "MLflow did not start: " + log())
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static String log() {
        try {
            return Files.readString(home.resolve("server.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean answers() throws InterruptedException {
        try {
            HttpRequest health = HttpRequest.newBuilder(URI.create(url() + "/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return CLIENT.send(health, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) { // not yet
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            List<ProcessHandle> workers = server.descendants().toList();
            server.destroy();
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
            workers.forEach(ProcessHandle::destroyForcibly);
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String url() {
        return "http://127.0.0.1:" + port;
    }

    private MlflowTracker tracker() {
        return new MlflowTracker(
                MlflowSettings.of(url()), Run.in(directory.resolve("run")), name -> null, Clock.systemUTC());
    }

    private static JsonObject get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/api/2.0/mlflow/" + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    private static List<String> history(String run, String metric) throws IOException, InterruptedException {
        JsonObject history = get("metrics/get-history?run_id=" + run + "&metric_key=" + metric);
        return history.getAsJsonArray("metrics").asList().stream()
                .map(point -> point.getAsJsonObject())
                .map(point -> point.get("step").getAsString() + " "
                        + point.get("value").getAsString())
                .toList();
    }

    private static JsonObject run(String id) throws IOException, InterruptedException {
        return get("runs/get?run_id=" + id).getAsJsonObject("run");
    }

    private static Map<String, String> entries(JsonObject run, String list) {
        return run.getAsJsonObject("data").getAsJsonArray(list).asList().stream()
                .map(entry -> entry.getAsJsonObject())
                .collect(Collectors.toMap(
                        entry -> entry.get("key").getAsString(),
                        entry -> entry.get("value").getAsString()));
    }

    private static Map<String, Double> many() {
        Map<String, Double> many = new TreeMap<>(
                IntStream.range(0, 1500).boxed().collect(Collectors.toMap(i -> "many/" + i, i -> i / 2.0)));
        many.put("reward/mean", 0.3);
        many.put("odd", Double.NaN);
        many.put("high", Double.POSITIVE_INFINITY);
        return many;
    }

    @Test
    void aRunIsKilledResumedLosesItsServerAndIsWhole() throws Exception {
        MlflowTracker killed = tracker();
        killed.started(1, 10);
        killed.measured(Measurement.of(0, Map.of("eval/pass@8", 0.25), List.of()));
        killed.step(1, Map.of("reward/mean", 0.1));
        Map<String, Object> checkpoint = killed.state();
        killed.step(2, Map.of("reward/mean", 0.2, "time/step", 5.0));
        killed.close();

        MlflowTracker resumed = tracker();
        resumed.restore(checkpoint);
        resumed.started(2, 10);
        resumed.step(2, Map.of("reward/mean", 0.2, "time/step", 6.0)); // done again
        resumed.step(3, many());
        stop();
        resumed.step(4, Map.of("reward/mean", 0.4));
        start();
        resumed.step(5, Map.of("reward/mean", 0.5));
        resumed.ended(RunEnd.completed(5, 1));
        resumed.close();

        String id = String.valueOf(checkpoint.get("run"));
        assertThat(history(id, "reward/mean")).containsExactly("1 0.1", "2 0.2", "3 0.3", "4 0.4", "5 0.5");
        assertThat(history(id, "time/step")).containsExactly("2 5.0");
        assertThat(history(id, "eval/full/pass_at_8")).containsExactly("0 0.25");
        assertThat(history(id, "odd")).containsExactly("3 NaN");
        assertThat(history(id, "high")).containsExactly("3 1.7976931348623157e+308"); // MLflow's infinity
        JsonObject run = run(id);
        assertThat(run.getAsJsonObject("info").get("status").getAsString()).isEqualTo("FINISHED");
        assertThat(run.getAsJsonObject("info").get("run_name").getAsString()).isEqualTo("letters");
        assertThat(entries(run, "metrics")).hasSize(1505).containsEntry("many/1499", "749.5");
        assertThat(entries(run, "params"))
                .hasSize(10)
                .containsEntry("training.learningRate", "1.0E-6")
                .containsEntry("rewards.1.name", "format");
        assertThat(entries(run, "tags")).containsEntry("team", "a");
    }

    @Test
    void whatTheServerRefusesIsRefusedAsTheTestsOfTheTrackerHaveIt() throws Exception {
        MlflowConnection connection = new MlflowConnection(MlflowSettings.of(url()), name -> null);
        MlflowServer real = new MlflowServer(connection);
        String experiment = real.experiment("refusals");
        assertThat(real.experiment("refusals")).isEqualTo(experiment);
        String id = real.create(experiment, "one", Map.of(), 1_700_000_000_000L);
        for (JsonObject batch : Batches.ofParams(id, Map.of("a", "1", "long", "x".repeat(7000)))) {
            real.log(batch);
        }
        assertThat(entries(run(id), "params").get("long")).hasSize(6000).endsWith("(7000 characters)");
        assertThatThrownBy(() -> real.log(Batches.ofParams(id, Map.of("a", "2")).get(0)))
                .isInstanceOf(MlflowFailure.class)
                .hasMessageContaining("Changing param values is not allowed");
        assertThatThrownBy(() -> real.run("0123"))
                .isInstanceOfSatisfying(
                        MlflowFailure.class,
                        failure -> assertThat(failure.isAbsence()).isTrue());
        for (String odd : List.of("", "/", "a//b", "..", "ä ö", "a:b", "a\nb", "x".repeat(999), "eval/pass@8")) {
            real.log(Batches.ofMetrics(id, Map.of(odd, 1.0), 1, 1_700_000_000_000L)
                    .get(0));
        }
        assertThat(entries(run(id), "metrics")).hasSize(9);
        connection.post("runs/delete", MlflowServer.object("run_id", id));
        assertThat(real.run(id).active()).isFalse();
        connection.post("experiments/delete", MlflowServer.object("experiment_id", experiment));
        assertThatThrownBy(() -> real.experiment("refusals"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was deleted on " + url());
    }
}
