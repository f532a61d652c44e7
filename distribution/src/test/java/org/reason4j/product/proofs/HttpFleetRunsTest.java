package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.serve.ModelServer;
import org.reason4j.core.engine.serve.ServerLimits;
import org.reason4j.core.engine.serve.ServerSettings;
import org.reason4j.core.engine.serve.weights.WeightSource;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** Whole runs whose rollouts two servers of reason4j write. */
@Timeout(240)
class HttpFleetRunsTest {

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Path weights;

    @BeforeEach
    void writeOtherWeights() {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        weights = directory.resolve("other");
        RandomWeights.write(ModelConfig.read(tiny), tiny, weights, 99);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** Serves weights that are not the policy's. */
    private String server() {
        LanguageModel model = LanguageModel.load(weights, Device.cpu(), Precision.FP32);
        ModelTokenizer tokenizer = ModelTokenizer.open(weights, model.config());
        ModelServer server = new ModelServer(
                "tiny",
                model,
                tokenizer,
                (messages, arguments) -> messages.toString(),
                ServerSettings.local(ServerLimits.DEFAULTS),
                Optional.of(new WeightSource(weights, Device.cpu(), Precision.FP32, 4, Optional.of(directory))));
        open.addAll(List.of(server, tokenizer, model));
        return "http://127.0.0.1:" + server.address().getPort();
    }

    private ProofRun recipe() {
        return ProofRun.in(directory);
    }

    private static ProofRun over(ProofRun recipe, String further, String... servers) {
        return recipe.with(
                "backend",
                "{name: http, config: {replicas: [" + String.join(", ", servers)
                        + "], checkSeconds: 0.05, timeoutSeconds: 60" + further + "}}");
    }

    /** Asserts the same weights and the same numbers, but for those of the fleet. */
    private static void assertSame(Path found, Path expected) {
        assertThat(ProofRun.weights(found, 4)).isNotEmpty().isEqualTo(ProofRun.weights(expected, 4));
        assertThat(ofTheRecipe(found)).isEqualTo(ofTheRecipe(expected));
    }

    private static List<Map<String, Double>> ofTheRecipe(Path run) {
        return ProofRun.numbers(run).stream()
                .map(step -> {
                    Map<String, Double> kept = new TreeMap<>(step);
                    kept.keySet().removeIf(name -> name.startsWith("fleet/") || name.startsWith("rollout/prefix"));
                    return kept;
                })
                .toList();
    }

    private static double total(Path run, String metric) {
        return ProofRun.steps(run).stream()
                .mapToDouble(step -> step.path(metric).asDouble())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "filters", "lora", "ahead"})
    void twoServersWriteWhatThisProcessWrites(String kind) {
        ProofRun recipe = switch (kind) {
            case "filters" ->
                recipe().with(
                                "rollout",
                                "{groupSize: 4, maxTokens: 8, batchSize: 32, temperature: 0.8, topK: 20, topP: 0.9}");
            case "lora" ->
                recipe().with("model", recipe().sections().get("model").replaceFirst("}$", ", lora: {rank: 4}}"));
            case "ahead" ->
                recipe().with("training", "{steps: 4, promptsPerStep: 4, learningRate: 1e-2, staleness: 2}");
            default -> recipe();
        };
        Path local = recipe.start("local");
        Path remote = over(recipe, "", server(), server()).start("remote");
        assertSame(remote, local);
        assertThat(total(remote, "fleet/requests")).isEqualTo(64); // 4 steps, 4 prompts, 4 responses
        assertThat(total(remote, "fleet/0/answers") + total(remote, "fleet/1/answers"))
                .isEqualTo(64);
        assertThat(total(remote, "fleet/1/answers")).isPositive();
        assertThat(total(remote, "fleet/retries")).isZero();
    }

    @Test
    void adaptersAloneAreEnoughForServersOfTheirModel() {
        ProofRun recipe = recipe().with("model", "{path: " + weights + ", precision: fp32, lora: {rank: 4}}")
                .with("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32}");
        Path local = recipe.start("local");
        Path remote = over(recipe, ", weights: adapter", server(), server()).start("remote");
        // merged by another program, in double precision: the same up to the last bits
        assertThat(ProofRun.metric(remote, "reward/mean")).isEqualTo(ProofRun.metric(local, "reward/mean"));
        assertThat(ProofRun.metric(remote, "mismatch/logprob_diff_mean")).allMatch(difference -> difference < 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "cut", "error", "dropped", "slow", "older"})
    void aFaultyReplicaLosesNothing(String fault) {
        Path local = recipe().start("local");
        String steady = server();
        String behind = server();
        String faulty = proxy(behind, fault);
        Path remote = over(recipe(), "", faulty, steady).start("remote");
        assertSame(remote, local);
        assertThat(total(remote, "rollout/failed")).isZero();
        String counter = switch (fault) {
            case "garbage", "cut", "error" -> "fleet/garbage";
            case "dropped" -> "fleet/unreachable";
            case "older" -> "fleet/stale";
            default -> "fleet/0/answers"; // a slow one is no fault
        };
        assertThat(total(remote, counter)).isPositive();
        double lost = fault.equals("slow") ? 0 : total(remote, "fleet/0/failures");
        assertThat(total(remote, "fleet/retries")).isEqualTo(lost); // each request that went wrong is repeated once
    }

    /** A proxy that lets every third completion go wrong. */
    private String proxy(String behind, String fault) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool());
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            AtomicInteger completions = new AtomicInteger();
            server.createContext("/", exchange -> {
                boolean wrong = exchange.getRequestURI().getPath().equals("/v1/completions")
                        && completions.getAndIncrement() % 3 == 1;
                try {
                    pass(exchange, client, behind, wrong ? fault : "");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    exchange.close();
                }
            });
            server.start();
            open.add(0, () -> server.stop(0));
            return "http://127.0.0.1:" + server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(HttpExchange exchange, HttpClient client, String behind, String fault)
            throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (fault.equals("older")) { // what a restart does
            send(
                    client,
                    behind + "/update_weights_from_disk",
                    ("{\"model_path\": \"" + weights + "\", \"weight_version\": \"default\"}")
                            .getBytes(StandardCharsets.UTF_8));
        }
        if (fault.equals("dropped")) {
            return; // the connection is closed without an answer
        }
        if (fault.equals("slow")) {
            TimeUnit.MILLISECONDS.sleep(300);
        }
        HttpResponse<String> answer = send(client, behind + exchange.getRequestURI(), body);
        String text = switch (fault) {
            case "garbage" -> answer.body().replaceFirst("\"token_ids\":\\[\\d+", "\"token_ids\":[77777");
            case "cut" -> answer.body().substring(0, answer.body().length() / 2);
            case "error" -> "boom";
            default -> answer.body();
        };
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(fault.equals("error") ? 500 : answer.statusCode(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static HttpResponse<String> send(HttpClient client, String address, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).header("Content-Type", "application/json");
        if (body.length > 0) {
            request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
