package org.reason4j.rollout.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.rollout.http.RecordedServer.recorded;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.RunInfo;
import org.reason4j.rollout.http.HttpFleetConfig.ServerKind;
import org.reason4j.rollout.http.HttpFleetConfig.Weights;
import org.reason4j.rollout.http.RecordedServer.Answer;
import org.reason4j.rollout.http.RecordedServer.Behaviour;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

/** The dialects of vLLM, SGLang and llama-server against recorded answers, and what a fleet makes of faults. */
@Timeout(60)
class HttpFleetTest {

    private static final Answer NONE = new Answer(404, "{\"detail\":\"Not Found\"}");

    @TempDir
    private Path directory;

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicReference<String> start = new AtomicReference<>("1.7645e+09"); // of vLLM's process
    private boolean ownDirectory; // that of the run
    private double updateSeconds = 20;
    private double downSeconds = 20;
    private String described = ""; // config.json of the weights
    private final AtomicReference<String> held = new AtomicReference<>("default"); // what SGLang says it has

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private double sum(String name) {
        return metrics.sums().getOrDefault(name, 0.0);
    }

    private RecordedServer server(Behaviour behaviour) {
        RecordedServer server = new RecordedServer(behaviour);
        open.add(server);
        return server;
    }

    private HttpFleet fleet(ServerKind kind, Weights weights, RecordedServer... servers) {
        List<String> replicas =
                List.of(servers).stream().map(RecordedServer::address).toList();
        boolean llama = kind == ServerKind.LLAMA_SERVER;
        HttpFleetConfig config = new HttpFleetConfig(
                kind,
                replicas,
                llama ? "policy" : "",
                weights,
                ownDirectory ? "" : directory.resolve("shared").toString(),
                llama ? List.of("cp", "{from}/model.safetensors", "{to}") : List.of(),
                "",
                2,
                20,
                updateSeconds,
                3,
                0.05,
                downSeconds);
        HttpFleet fleet = new HttpFleet(config, new Characters(), metrics, new Run(directory));
        open.add(0, fleet);
        return fleet;
    }

    private record Run(Path directory) implements RunInfo {
        @Override
        public String name() {
            return "run";
        }

        @Override
        public int steps() {
            return 1;
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public String recipe() {
            return "";
        }
    }

    private PolicyWeights weights(long version) {
        return new PolicyWeights() {
            @Override
            public long version() {
                return version;
            }

            @Override
            public void write(Path target) {
                try {
                    Files.createDirectories(target);
                    Files.writeString(target.resolve("model.safetensors"), "weights of " + version);
                    if (!described.isEmpty()) {
                        Files.writeString(target.resolve("config.json"), described);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public boolean hasAdapter() {
                return true;
            }

            @Override
            public void writeAdapter(Path target) {
                write(target);
            }
        };
    }

    private static GenerationRequest request(double temperature) {
        return GenerationRequest.of(
                new int[] {10, 11, 12},
                2,
                SamplingParams.of(8).withTemperature(temperature).withStopIds(List.of(3)),
                -5);
    }

    private static Generation generate(HttpFleet fleet) throws Exception {
        return fleet.generate(request(1)).get(30, TimeUnit.SECONDS);
    }

    private static void assertRecorded(Generation found, long version) {
        assertThat(found.tokens()).containsExactly(42, 3);
        assertThat(found.logprobs()).containsExactly(-0.25f, -1.5f);
        assertThat(found.sampledLogprobs()).containsExactly(-0.25f, -1.5f);
        assertThat(found.finish()).isEqualTo(Finish.STOP);
        assertThat(found.version()).isEqualTo(version);
    }

    /** vLLM as it answers with processed log-probabilities: a temperature of 2 makes the likeliest token less likely. */
    private Answer vllm(String path, JsonObject body) {
        return switch (path) {
            case "/v1/models" -> Answer.of(recorded("vllm-models.json", "", 0));
            case "/is_paused" -> Answer.of("{\"is_paused\":false}");
            case "/metrics" ->
                Answer.of("# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds " + start.get()
                        + "\nvllm:num_requests_running 0.0\n");
            case "/v1/load_lora_adapter", "/v1/unload_lora_adapter" -> Answer.of("Success: LoRA adapter done.");
            case "/pause?mode=wait", "/resume", "/collective_rpc" -> Answer.of("{\"status\":\"ok\"}");
            case "/v1/completions" ->
                Answer.of(
                        body.get("max_tokens").getAsInt() == 1
                                ? recorded(
                                        "vllm-probe.json",
                                        "",
                                        body.get("temperature").getAsDouble() > 1 ? -3.5 : -0.5)
                                : recorded(
                                        "vllm-completion.json",
                                        body.get("model").getAsString(),
                                        0));
            default -> NONE;
        };
    }

    @Test
    void vllmGetsAdaptersUnderANameForEachVersion() throws Exception {
        AtomicReference<List<String>> names = new AtomicReference<>(List.of());
        RecordedServer server = server((path, body) -> {
            if (path.equals("/v1/load_lora_adapter")) {
                names.set(List.of(body.get("lora_name").getAsString()));
            }
            if (path.equals("/v1/models") && !names.get().isEmpty()) {
                return Answer.of(recorded("vllm-models.json", "", 0)
                        .replace(
                                "\"data\": [",
                                "\"data\": [{\"id\": \"" + names.get().get(0) + "\"}, "));
            }
            return vllm(path, body);
        });
        HttpFleet fleet = fleet(ServerKind.VLLM, Weights.ADAPTER, server);
        assertThat(fleet.capabilities().seeded()).isFalse();
        assertThat(fleet.capabilities().sampledLogprobs()).isFalse();
        assertThat(fleet.capabilities().maxOpenRequests()).isEqualTo(2);
        fleet.update(weights(7));
        assertRecorded(generate(fleet), 7);
        String first = server.last("/v1/load_lora_adapter").get("lora_name").getAsString();
        assertThat(first).startsWith("reason4j-").endsWith("-7");
        assertThat(Path.of(server.last("/v1/load_lora_adapter").get("lora_path").getAsString()))
                .isEqualTo(directory.resolve("shared").resolve(first))
                .isDirectory();
        JsonObject sent = server.last("/v1/completions");
        assertThat(sent.get("model").getAsString()).isEqualTo(first);
        assertThat(sent.get("prompt")).hasToString("[10,11,12]");
        assertThat(sent.get("max_tokens").getAsInt()).isEqualTo(8);
        assertThat(sent.get("stop_token_ids")).hasToString("[3]");
        assertThat(sent.get("logprobs").getAsInt()).isZero();
        assertThat(sent.get("return_token_ids").getAsBoolean()).isTrue();
        assertThat(sent.get("cache_salt").getAsString()).isEqualTo(first);
        assertThat(sent.get("request_id").getAsString()).endsWith("-1-1"); // of the first attempt at the first request
        assertWithoutPenalties(sent);

        fleet.update(weights(8));
        assertThat(server.last("/v1/unload_lora_adapter").get("lora_name").getAsString())
                .isEqualTo(first);
        assertRecorded(generate(fleet), 8);
    }

    /** Servers take these from the model's generation_config.json where a request does not name them. */
    private static void assertWithoutPenalties(JsonObject sampling) {
        assertThat(sampling.get("repetition_penalty").getAsDouble()).isEqualTo(1);
        assertThat(sampling.get("presence_penalty").getAsDouble()).isZero();
        assertThat(sampling.get("frequency_penalty").getAsDouble()).isZero();
        assertThat(sampling.get("min_p").getAsDouble()).isZero();
        assertThat(sampling.get("top_p").getAsDouble()).isEqualTo(1);
        assertThat(sampling.get("top_k").getAsInt()).isEqualTo(-1);
    }

    @Test
    void vllmIsPausedForTheWholeModelAndARestartIsNoticed() throws Exception {
        RecordedServer server = server(this::vllm);
        HttpFleet fleet = fleet(ServerKind.VLLM, Weights.WHOLE, server);
        fleet.update(weights(1));
        assertThat(server.paths())
                .containsSubsequence("/metrics", "/pause?mode=wait", "/collective_rpc", "/resume", "/metrics");
        assertThat(server.last("/collective_rpc"))
                .hasToString("{\"method\":\"reload_weights\",\"kwargs\":{\"weights_path\":\""
                        + fleet.newest().orElseThrow() + "\"}}");
        assertRecorded(generate(fleet), 1);
        assertThat(server.last("/v1/completions").get("model").getAsString()).isEqualTo("Qwen/Qwen2.5-0.5B");

        start.set("1.7646e+09"); // another process, with the weights that it was started with
        assertRecorded(generate(fleet), 1);
        assertThat(sum("fleet/stale")).isEqualTo(1);
        assertThat(server.paths().stream().filter("/collective_rpc"::equals)).hasSize(2);
    }

    @Test
    void vllmGoesOnAfterWeightsThatItDidNotTake() throws Exception {
        AtomicInteger reloads = new AtomicInteger();
        RecordedServer server = server((path, body) -> path.equals("/collective_rpc") && reloads.getAndIncrement() == 0
                ? new Answer(500, "boom")
                : vllm(path, body));
        HttpFleet fleet = fleet(ServerKind.VLLM, Weights.WHOLE, server);
        fleet.update(weights(1)); // at the second attempt
        assertThat(server.paths())
                .containsSubsequence("/collective_rpc", "/resume", "/pause?mode=wait", "/collective_rpc", "/resume");
        assertRecorded(generate(fleet), 1);
    }

    @Test
    void aReplicaThatComesLaterIsAskedWhatItCanDoFirst() throws Exception {
        RecordedServer late = server((path, body) -> new Answer(503, "{}"));
        HttpFleet fleet = fleet(ServerKind.VLLM, Weights.WHOLE, server(this::vllm), late);
        fleet.capabilities();
        AtomicInteger asked = new AtomicInteger();
        late.behave((path, body) -> {
            if (path.equals("/v1/completions")) {
                asked.incrementAndGet();
                return Answer.of(recorded("vllm-probe.json", "", -1.25)); // the same at every temperature
            }
            return vllm(path, body);
        });
        fleet.update(weights(1));
        while (asked.get() < 4) { // two for each attempt to bring it back
            assertRecorded(generate(fleet), 1);
        }
        assertThat(late.paths()).doesNotContain("/collective_rpc");
        assertThat(fleet.ready()).isEqualTo(1);
        late.behave(this::vllm); // started again, as it should be
        while (fleet.ready() < 2) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(late.paths()).contains("/collective_rpc");
    }

    @Test
    void vllmWithRawLogProbabilitiesIsRefusedAtAnotherTemperatureThanOne() throws Exception {
        HttpFleet fleet = fleet(
                ServerKind.VLLM,
                Weights.WHOLE,
                server((path, body) ->
                        path.equals("/v1/completions") && body.get("max_tokens").getAsInt() == 1
                                ? Answer.of(recorded("vllm-probe.json", "", -1.25))
                                : vllm(path, body)));
        fleet.update(weights(1));
        assertRecorded(generate(fleet), 1); // at temperature 1 both are the same
        assertThatThrownBy(() -> fleet.generate(request(0.7)).get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ConfigException.class)
                .hasMessageContaining("--logprobs-mode processed_logprobs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VLLM   | /is_paused      | 404 | ''                          | VLLM_SERVER_DEV_MODE=1",
                "VLLM   | /metrics        | 200 | 'vllm:requests 1'           | has no process_start_time_seconds",
                "VLLM   | /v1/completions | 200 | '{\"choices\": [{}]}'       | no 'return_token_ids'",
                "SGLANG | /get_model_info | 404 | ''                          | it is no SGLang",
                "SGLANG | /get_model_info | 200 | '{\"model_path\": \"a\"}'   | has no weight_version",
                "SGLANG | /generate       | 200 | '{\"text\": \"a\"}'         | not tokens with the likeliest one",
                "REASON4J | /get_model_info | 200 | '{\"server\": \"other\"}' | no 'reason4j serve' that takes weights",
                "LLAMA_SERVER | /models   | 404 | ''                          | --models-dir DIR --no-models-autoload",
            })
    void aServerThatLacksSomethingIsRefusedByName(
            ServerKind kind, String lacking, int status, String body, String told) {
        HttpFleet fleet = fleet(
                kind,
                Weights.WHOLE,
                server((path, sent) -> path.equals(lacking)
                        ? new Answer(status, body)
                        : kind == ServerKind.SGLANG ? sglang(path, sent) : vllm(path, sent)));
        assertThatThrownBy(fleet::capabilities)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("can't write rollouts for dialect " + kind)
                .hasMessageContaining(told);
    }

    private Answer sglang(String path, JsonObject body) {
        return switch (path) {
            case "/get_model_info" -> Answer.of(recorded("sglang-info.json", held.get(), 0));
            case "/update_weights_from_disk" -> {
                held.set(body.get("weight_version").getAsString());
                yield Answer.of("{\"success\": true, \"message\": \"Succeeded to update model weights.\","
                        + " \"num_paused_requests\": 0}");
            }
            case "/generate" ->
                Answer.of(
                        body.has("top_logprobs_num")
                                ? recorded(
                                        "sglang-probe.json",
                                        "",
                                        body.getAsJsonObject("sampling_params")
                                                                .get("temperature")
                                                                .getAsDouble()
                                                        > 1
                                                ? -3.5
                                                : -0.5)
                                : recorded("sglang-generate.json", held.get(), 0));
            default -> NONE;
        };
    }

    @Test
    void aServerOfOursIsToldTheHashesOfTheFilesThatItReads() throws Exception {
        RecordedServer server = server((path, sent) -> switch (path) {
            case "/get_model_info" ->
                Answer.of("{\"server\": \"reason4j\", \"weight_version\": \"" + held.get() + "\"}");
            case "/update_weights_from_disk" -> {
                held.set(sent.get("weight_version").getAsString());
                yield Answer.of("{}");
            }
            default -> NONE;
        });
        HttpFleet fleet = fleet(ServerKind.REASON4J, Weights.WHOLE, server);
        fleet.update(weights(4));
        assertThat(server.last("/update_weights_from_disk").get("weight_sha256")) // printf 'weights of 4' | sha256sum
                .hasToString(
                        "[\"bf3f55ef298226136df41feb8bcbefc30556fab12c8601f00f396aa2277d30ee  model.safetensors\"]");
    }

    @Test
    void sglangReadsADirectoryAndOlderWeightsAreNotUsed() throws Exception {
        RecordedServer server = server(this::sglang);
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, server);
        fleet.update(weights(4));
        assertThat(server.last("/update_weights_from_disk").get("model_path").getAsString())
                .isEqualTo(fleet.newest().orElseThrow().toString());
        assertRecorded(generate(fleet), 4);
        JsonObject sent = server.last("/generate");
        assertThat(sent.get("input_ids")).hasToString("[10,11,12]");
        assertThat(sent.get("return_logprob").getAsBoolean()).isTrue();
        assertThat(sent.getAsJsonObject("sampling_params").get("max_new_tokens").getAsInt())
                .isEqualTo(8);
        assertThat(sent.get("rid").getAsString()).startsWith("reason4j-").endsWith("-1-1");
        assertWithoutPenalties(sent.getAsJsonObject("sampling_params"));

        held.set("default"); // restarted
        assertRecorded(generate(fleet), 4);
        assertThat(sum("fleet/stale")).isEqualTo(1);
        assertThat(sum("fleet/retries")).isEqualTo(1);
        assertThat(server.last("/generate").get("rid").getAsString()).endsWith("-2-2"); // another in each attempt
    }

    @Test
    void sglangForgetsAdaptersWhoseLoadingWasNotAnswered() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        RecordedServer server = server((path, body) -> switch (path) {
            case "/load_lora_adapter" ->
                loads.getAndIncrement() == 0 ? new Answer(500, "boom") : Answer.of("{\"success\": true}");
            case "/unload_lora_adapter" -> Answer.of("{\"success\": true}");
            default -> sglang(path, body);
        });
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.ADAPTER, server);
        fleet.update(weights(1));
        assertThat(server.paths())
                .containsSubsequence("/load_lora_adapter", "/unload_lora_adapter", "/load_lora_adapter");
        assertRecorded(generate(fleet), 1);
    }

    @Test
    void idsBeyondTheTokenizersAreThoseOfAModelThatHasThem() throws Exception {
        described = "{\"vocab_size\": 4200001}";
        HttpFleet fleet = fleet(
                ServerKind.SGLANG,
                Weights.WHOLE,
                server((path, sent) -> path.equals("/generate") && !sent.has("top_logprobs_num")
                        ? Answer.of(recorded("sglang-generate.json", held.get(), 0)
                                .replace("[-0.25, 42, null]", "[-0.25, 4200000, null]"))
                        : sglang(path, sent)));
        fleet.update(weights(1));
        assertThat(generate(fleet).tokens()).containsExactly(4200000, 3);
    }

    @Test
    void aRequestThatSglangAbortsIsSentAgain() throws Exception {
        AtomicInteger aborted = new AtomicInteger();
        HttpFleet fleet = fleet(
                ServerKind.SGLANG,
                Weights.WHOLE,
                server((path, body) ->
                        path.equals("/generate") && !body.has("top_logprobs_num") && aborted.getAndIncrement() < 2
                                ? Answer.of(recorded("sglang-abort.json", held.get(), 0))
                                : sglang(path, body)));
        fleet.update(weights(1));
        assertRecorded(generate(fleet), 1);
        assertThat(sum("fleet/busy")).isEqualTo(2);
    }

    @Test
    void llamaServerLoadsAFileThatACommandMadeOfTheModel() throws Exception {
        AtomicReference<String> status = new AtomicReference<>("loaded");
        RecordedServer server = server((path, body) -> {
            switch (path) {
                case "/models/unload" -> status.set("unloaded");
                case "/models/load" -> status.set("loaded");
                default -> {
                    return path.equals("/models") || path.equals("/models?reload=1")
                            ? Answer.of(recorded("llama-models.json", status.get(), 0))
                            : Answer.of(recorded("llama-completion.json", "", 0));
                }
            }
            return Answer.of("{\"success\":true}");
        });
        HttpFleet fleet = fleet(ServerKind.LLAMA_SERVER, Weights.WHOLE, server);
        fleet.update(weights(2));
        assertThat(directory.resolve("shared/policy.gguf")).hasContent("weights of 2");
        assertThat(server.paths()).containsSubsequence("/models?reload=1", "/models/unload", "/models/load", "/models");
        Generation found = generate(fleet);
        assertThat(found.tokens()).containsExactly(42, 3);
        assertThat(found.logprobs()).containsExactly((float) Math.log(0.5), (float) Math.log(0.25));
        JsonObject sent = server.last("/completion");
        assertThat(sent.get("model").getAsString()).isEqualTo("policy");
        assertThat(sent.get("top_k").getAsInt()).isZero(); // the server's own default is 40
        assertThat(sent.get("min_p").getAsDouble()).isZero();
        assertThat(sent.get("repeat_penalty").getAsDouble()).isEqualTo(1);
        assertThat(sent.get("post_sampling_probs").getAsBoolean()).isTrue();

        status.set("unloaded"); // a router that was restarted loads nothing by itself
        generate(fleet);
        assertThat(sum("fleet/stale")).isEqualTo(1);
        assertThat(status).hasValue("loaded");
    }

    private HttpFleet llama(String completion, String asked) throws Exception {
        AtomicReference<String> status = new AtomicReference<>("loaded");
        RecordedServer server = server((path, body) -> {
            if (path.startsWith("/models/")) {
                status.set(path.equals("/models/load") ? "loaded" : "unloaded");
                return Answer.of("{\"success\":true}");
            }
            return path.equals("/completion")
                    ? Answer.of(body.has("grammar") ? asked : completion)
                    : Answer.of(recorded("llama-models.json", status.get(), 0));
        });
        HttpFleet fleet = fleet(ServerKind.LLAMA_SERVER, Weights.WHOLE, server);
        fleet.update(weights(1));
        return fleet;
    }

    /** A token within a character has no probability, and which of two equal ones has the one that is there is open. */
    @Test
    void llamaServerIsAskedForTheProbabilitiesThatItLeavesOut() throws Exception {
        HttpFleet fleet = llama("""
                  {"tokens": [42, 50, 50, 3], "stop_type": "eos", "completion_probabilities": [
                    {"id": 42, "prob": 0.5}, {"id": 50, "prob": 0.125}, {"id": 3, "prob": 0.25}]}\
                  """, """
                  {"completion_probabilities": [{"id": 42, "logprob": -0.6931472, "top_logprobs": [
                    {"id": 42, "logprob": -0.6931472}, {"id": 50, "logprob": -1.3862944}, {"id": 3, "logprob": -1.3862944}]}]}\
                  """);
        Generation found = fleet.generate(request(0.5)).get(30, TimeUnit.SECONDS);
        assertThat(found.tokens()).containsExactly(42, 50, 50, 3);
        // at temperature 1/2 probabilities are squared: 0.25^2 / (0.5^2 + 0.25^2 + 0.25^2) = 1/6
        float sixth = (float) Math.log(1.0 / 6);
        assertThat(found.logprobs())
                .containsExactly(
                        new float[] {(float) Math.log(0.5), sixth, sixth, (float) Math.log(0.25)}, within(1e-6f));
    }

    @Test
    void aResponseThatLlamaServersContextCutsEndsTheRun() throws Exception {
        HttpFleet fleet = llama("""
                {"tokens": [42, 50], "stop_type": "limit", "completion_probabilities": []}\
                """, "{}");
        assertThatThrownBy(() -> generate(fleet))
                .hasMessageContaining("failed after 1 attempts in all")
                .hasMessageContaining("its context ended after 2 of 8 tokens: start it with a larger --ctx-size");
    }

    @Test
    void filesOfOlderVersionsAreDeletedButTheNewestTwo() throws Exception {
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, server(this::sglang));
        for (int version = 0; version < 4; version++) {
            fleet.update(weights(version));
        }
        try (var left = Files.list(directory.resolve("shared"))) {
            assertThat(left.map(file -> file.getFileName().toString().replaceAll(".*-", "")))
                    .containsExactlyInAnyOrder("2", "3");
        }
    }

    @Test
    void weightsOfAProcessThatEndedOtherwiseAreDeletedAndAtTheEndAllButTheNewest() throws Exception {
        ownDirectory = true;
        Path own = directory.resolve("plugins/rollout-http");
        Files.createDirectories(own.resolve("reason4j-1-2-3"));
        Files.writeString(own.resolve("reason4j-1-2-3/model.safetensors"), "older");
        Files.writeString(own.resolve("notes.txt"), "not ours");
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, server(this::sglang));
        for (int version = 0; version < 3; version++) {
            fleet.update(weights(version));
        }
        fleet.close();
        try (var left = Files.list(own)) {
            assertThat(left)
                    .containsExactlyInAnyOrder(
                            own.resolve("notes.txt"), fleet.newest().orElseThrow());
        }
    }

    @Test
    void anUpdateGoesOnUntilAReplicaHasTheWeights() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        HttpFleet fleet = fleet(
                ServerKind.SGLANG,
                Weights.WHOLE,
                server((path, sent) -> path.equals("/update_weights_from_disk") && updates.getAndIncrement() < 2
                        ? new Answer(503, "{}")
                        : sglang(path, sent)));
        fleet.update(weights(1));
        assertThat(updates).hasValue(3);
        assertRecorded(generate(fleet), 1);
    }

    @Test
    void anUpdateEndsInTimeWhereOneReplicaIsReadyThoughAnotherNeverIs() throws Exception {
        updateSeconds = 2;
        CountDownLatch enough = new CountDownLatch(1);
        RecordedServer late = server((path, sent) -> {
            if (path.equals("/update_weights_from_disk")) { // more than half of the time
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1200));
            }
            return sglang(path, sent);
        });
        RecordedServer never = server((path, sent) -> {
            if (path.equals("/update_weights_from_disk")) {
                await(enough);
            }
            return sglang(path, sent);
        });
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, late, never);
        fleet.update(weights(1));
        assertRecorded(generate(fleet), 1);
        enough.countDown();
    }

    @Test
    void serversThatStayBusyEndARequestAfterDownSeconds() throws Exception {
        downSeconds = 1;
        HttpFleet fleet = fleet(
                ServerKind.SGLANG,
                Weights.WHOLE,
                server((path, sent) -> path.equals("/generate") && !sent.has("top_logprobs_num")
                        ? new Answer(429, "{\"error\": \"full\"}")
                        : sglang(path, sent)));
        fleet.update(weights(1));
        assertThatThrownBy(() -> generate(fleet))
                .hasMessageContaining("busy for 1 s (backend.config.downSeconds): status 429");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"text\": \"a\"}                | garbage",
                "200 | {\"meta_info\": {\"finish     | garbage",
                "500 | boom                             | garbage",
                "429 | {}                               | busy",
                "503 | {}                               | busy",
            })
    void whatOneReplicaDoesNotAnswerTheOtherDoes(int status, String body, String counter) throws Exception {
        RecordedServer broken = server((path, sent) -> path.equals("/generate") && !sent.has("top_logprobs_num")
                ? new Answer(status, body)
                : sglang(path, sent));
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, broken, server(this::sglang));
        fleet.update(weights(1));
        for (int i = 0; i < 4; i++) {
            assertRecorded(generate(fleet), 1);
        }
        assertThat(sum("fleet/" + counter)).isPositive();
        assertThat(sum("fleet/1/answers")).isEqualTo(4);
        assertThat(sum("fleet/requests")).isEqualTo(4);
        assertThat(sum("fleet/0/retries")).isPositive().isEqualTo(sum("fleet/0/failures"));
        assertThat(sum("fleet/1/retries")).isZero();
        assertThat(sum("fleet/retries")).isEqualTo(sum("fleet/0/retries"));
        assertThat(metrics.means()).doesNotContainKey("fleet/0/seconds"); // no answer of it counts
        assertThat(metrics.means().get("fleet/1/seconds")).hasSize(4).allMatch(seconds -> seconds > 0);
        assertThat(metrics.means().get("fleet/1/version")).containsExactly(1.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[-0.25, 42, null], [-1.5, 3, null] | [-0.25, 4200000, null]   | expected an id from 0",
                "[-0.25, 42, null], [-1.5, 3, null] | [0.75, 42, null]         | expected a finite number of at most 0",
                "[-0.25, 42, null], [-1.5, 3, null] | ''                       | it has 0 tokens",
            })
    void anAnswerThatMakesNoSenseIsToldAfterTheLastAttempt(String from, String to, String told) {
        RecordedServer broken = server((path, sent) -> path.equals("/generate") && !sent.has("top_logprobs_num")
                ? Answer.of(recorded("sglang-generate.json", held.get(), 0).replace(from, to))
                : sglang(path, sent));
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, broken);
        assertThatThrownBy(() -> {
                    fleet.update(weights(1));
                    generate(fleet);
                })
                .hasMessageContaining("failed after 4 attempts in all") // one and three retries
                .hasMessageContaining(told);
    }

    @Test
    void aRequestThatNoServerWillEverTakeEndsAtOnce() throws Exception {
        RecordedServer server = server((path, sent) -> path.equals("/generate") && !sent.has("top_logprobs_num")
                ? new Answer(400, "{\"error\": \"the prompt is too long\"}")
                : sglang(path, sent));
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, server);
        fleet.update(weights(1));
        assertThatThrownBy(() -> generate(fleet))
                .hasMessageContaining("failed after 1 attempts in all: status 400")
                .hasMessageContaining("the prompt is too long");
    }

    @Test
    void aReplicaThatIsGoneCostsItsRequestsAndComesBackWithTheNewestWeights() throws Exception {
        updateSeconds = 2;
        downSeconds = 1;
        RecordedServer steady = server(this::sglang);
        RecordedServer gone = server(this::sglang);
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, gone, steady);
        fleet.update(weights(1));
        gone.close();
        for (int i = 0; i < 3; i++) {
            assertRecorded(generate(fleet), 1);
        }
        assertThat(sum("fleet/unreachable")).isEqualTo(1);
        assertThat(sum("fleet/1/answers")).isEqualTo(3);
        fleet.update(weights(2)); // one is enough
        assertRecorded(generate(fleet), 2);

        steady.close();
        assertThatThrownBy(() -> generate(fleet))
                .hasMessageContaining("no replica was ready for 1 s (backend.config.downSeconds)")
                .hasMessageContaining(gone.address())
                .hasMessageContaining("no connection");
        assertThatThrownBy(() -> fleet.update(weights(3)))
                .hasMessageContaining("No replica took over version 3 of the weights within 2 s")
                .hasMessageContaining("no connection");
    }

    @Test
    void theReplicaWithFewerOpenRequestsIsAsked() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        RecordedServer slow = server((path, sent) -> {
            if (path.equals("/generate") && !sent.has("top_logprobs_num")) {
                await(enough);
            }
            return sglang(path, sent);
        });
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, slow, server(this::sglang));
        fleet.update(weights(1));
        while (slow.paths().stream().noneMatch("/update_weights_from_disk"::equals) || slowIsNotReady(fleet)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        List<CompletableFuture<Generation>> futures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            futures.add(fleet.generate(request(1)));
        }
        for (CompletableFuture<Generation> future : futures.subList(1, 2)) {
            assertRecorded(future.get(30, TimeUnit.SECONDS), 1);
        }
        for (int i = 0; i < 3; i++) { // further ones go where there is room
            assertRecorded(generate(fleet), 1);
        }
        assertThat(sum("fleet/0/answers")).isZero();
        enough.countDown();
        for (CompletableFuture<Generation> future : futures) {
            assertRecorded(future.get(30, TimeUnit.SECONDS), 1);
        }
    }

    private static boolean slowIsNotReady(HttpFleet fleet) {
        return fleet.ready() < 2;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRequestThatIsGivenUpFreesItsPlace() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        RecordedServer server = server((path, sent) -> {
            if (path.equals("/generate") && sent.get("input_ids").toString().equals("[99]")) {
                await(enough);
            }
            return sglang(path, sent);
        });
        HttpFleet fleet = fleet(ServerKind.SGLANG, Weights.WHOLE, server);
        fleet.update(weights(1));
        for (int i = 0; i < 2; i++) { // as many as a replica takes
            fleet.generate(GenerationRequest.of(new int[] {99}, 1, SamplingParams.of(8), i))
                    .cancel(true);
        }
        assertRecorded(generate(fleet), 1);
        enough.countDown();
    }

    @Test
    void settingsThatCanNotBeMeantAreRefused() {
        Map<HttpFleetConfig, String> wrong = Map.of(
                HttpFleetConfig.DEFAULTS,
                "backend.config.replicas is empty",
                with(ServerKind.REASON4J, List.of("http://a", "http://a"), List.of()),
                "names a server twice",
                with(ServerKind.REASON4J, List.of("http://user:secret@a/v1"), List.of()),
                "has 'http://a/v1', expected",
                with(ServerKind.VLLM, List.of("http://a"), List.of("x")),
                "only llama-server needs another format",
                with(ServerKind.LLAMA_SERVER, List.of("http://a"), List.of()),
                "llama-server reads GGUF files");
        wrong.forEach((config, told) -> {
            assertThatThrownBy(
                            () -> new HttpFleet(config, new Characters(), metrics, new Run(directory)).capabilities())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(told)
                    .hasMessageNotContaining("secret");
        });
    }

    private static HttpFleetConfig with(ServerKind kind, List<String> replicas, List<String> convert) {
        return new HttpFleetConfig(kind, replicas, "", Weights.WHOLE, "", convert, "", 2, 1, 1, 1, 1, 1);
    }
}
