package org.reason4j.core.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.engine.rollout.LocalBackend;
import org.reason4j.core.engine.serve.weights.WeightSource;
import org.reason4j.core.formats.file.Sha256;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.PeftAdapter;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** What a trainer asks of a server. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerRequestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LLAMA = TinyModels.directory(TinyModels.LLAMA);
    private static final int[] PROMPT = {31, 86, 7, 50};
    private static final String DRAWN = "{'prompt': [31, 86, 7, 50], 'max_tokens': 12, 'temperature': 0.8, 'top_k': 20,"
            + " 'top_p': 0.9, 'draw_key': -8446744073709551615, 'logprobs': 0, 'return_token_ids': true";
    private static final long KEY = -8446744073709551615L;

    @TempDir
    private static Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<LanguageModel> models = new ArrayList<>(); // one for each server
    private ModelTokenizer tokenizer;
    private ModelServer server;

    @BeforeAll
    void start() {
        tokenizer = ModelTokenizer.open(LLAMA, ModelConfig.read(LLAMA));
        server = server("127.0.0.1", Optional.empty());
        RandomWeights.write(ModelConfig.read(LLAMA), LLAMA, directory.resolve("other"), 5);
    }

    private ModelServer server(String host, Optional<String> key) {
        return server(host, key, Optional.of(LLAMA.toAbsolutePath().getRoot()));
    }

    private ModelServer server(String host, Optional<String> key, Optional<Path> below) {
        ServerLimits usual = ServerLimits.DEFAULTS;
        return new ModelServer(
                "tiny",
                model(),
                tokenizer,
                ChatFormat.read(LLAMA)::prompt,
                new ServerSettings(
                        host,
                        0,
                        new ServerLimits(
                                8,
                                8,
                                800,
                                usual.promptCache(),
                                usual.connections(),
                                usual.bodyBytes(),
                                usual.client(),
                                usual.answer()),
                        new ClientRules(Set.of(), Set.of(), key)),
                Optional.of(new WeightSource(LLAMA, Device.cpu(), Precision.FP32, 2, below)));
    }

    @AfterAll
    void stop() {
        server.close();
        tokenizer.close();
        models.forEach(LanguageModel::close);
    }

    private LanguageModel model() {
        LanguageModel model = LanguageModel.load(LLAMA, Device.cpu(), Precision.FP32);
        models.add(model);
        return model;
    }

    private CompletableFuture<HttpResponse<String>> send(ModelServer to, String path, Optional<String> body) {
        InetAddress address = to.address().getAddress();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + host + ":" + to.address().getPort() + path))
                .header("Content-Type", "application/json");
        body.ifPresent(text -> request.POST(HttpRequest.BodyPublishers.ofString(text.replace('\'', '"'))));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> answer(String path, String body) throws Exception {
        return send(server, path, Optional.of(body)).get(60, TimeUnit.SECONDS);
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = answer(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private String get(String path) throws Exception {
        return send(server, path, Optional.empty()).get(60, TimeUnit.SECONDS).body();
    }

    private static SamplingParams drawn(int length) {
        return SamplingParams.of(length).withTemperature(0.8).withTopK(20).withTopP(0.9);
    }

    /** What a backend in this process writes with the weights of a directory. */
    private Generation local(Path weights, GenerationRequest request) throws Exception {
        try (LanguageModel own = LanguageModel.load(weights, Device.cpu(), Precision.FP32);
                LocalBackend backend = new LocalBackend(own, tokenizer, 8)) {
            return backend.generate(request).get(60, TimeUnit.SECONDS);
        }
    }

    private Generation local(Path weights) throws Exception {
        return local(weights, GenerationRequest.of(PROMPT, PROMPT.length, drawn(12), KEY));
    }

    private static void assertSame(JsonNode found, Generation expected) {
        assertThat(ints(found.at("/choices/0/token_ids"))).isEqualTo(expected.tokens());
        assertThat(floats(found.at("/choices/0/logprobs/token_logprobs"))).isEqualTo(expected.logprobs());
        assertThat(floats(found.at("/choices/0/logprobs/sampled_logprobs"))).isEqualTo(expected.sampledLogprobs());
    }

    private static int[] ints(JsonNode list) {
        int[] values = new int[list.size()];
        Arrays.setAll(values, i -> list.get(i).intValue());
        return values;
    }

    private static float[] floats(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).floatValue();
        }
        return values;
    }

    @Test
    void aKeyOfDrawsGivesTheTokensAndBothLogProbabilitiesOfTheBackendInThisProcess() throws Exception {
        JsonNode found = post("/v1/completions", DRAWN + "}");
        Generation expected = local(LLAMA);
        assertSame(found, expected);
        assertThat(ints(found.at("/choices/0/prompt_token_ids"))).isEqualTo(PROMPT);
        assertThat(expected.logprobs()).isNotEqualTo(expected.sampledLogprobs()); // the filters act
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 11})
    void aResponseThatIsContinuedIsTheOneThatIsWrittenAtOnce(int written) throws Exception {
        int[] whole = local(LLAMA).tokens();
        int[] sent = Arrays.copyOf(PROMPT, PROMPT.length + written);
        System.arraycopy(whole, 0, sent, PROMPT.length, written);
        JsonNode found = post(
                "/v1/completions",
                DRAWN.replace("[31, 86, 7, 50]", Arrays.toString(sent)).replace(": 12", ": " + (12 - written))
                        + ", 'draw_position': " + written + "}");
        assertThat(ints(found.at("/choices/0/token_ids"))).isEqualTo(Arrays.copyOfRange(whole, written, whole.length));
        assertThat(found.at("/usage/prompt_tokens").asInt()).isEqualTo(sent.length);
        assertThat(found.at("/usage/completion_tokens").asInt()).isEqualTo(whole.length - written);
        assertThat(found.at("/choices/0/text").asText())
                .isEqualTo(tokenizer.decode(Arrays.copyOfRange(whole, written, whole.length), true));
    }

    @Test
    void theLikeliestTokensOfPromptAndResponseAreThoseOfAScoringPass() throws Exception {
        JsonNode found = post(
                "/v1/completions",
                "{'prompt': [31, 86, 7, 50], 'max_tokens': 3, 'temperature': 0.8, 'seed': 3, 'logprobs': 2,"
                        + " 'prompt_logprobs': 1, 'return_token_ids': true}");
        int[] written = ints(found.at("/choices/0/token_ids"));
        int[] all = Arrays.copyOf(PROMPT, PROMPT.length + written.length);
        System.arraycopy(written, 0, all, PROMPT.length, written.length);
        boolean[] scored = new boolean[all.length];
        Arrays.fill(scored, 1, scored.length, true);
        TokenRows rows = new TokenRows();
        rows.add(all, scored, 0.8);
        RowScores expected;
        try (LanguageModel own = LanguageModel.load(LLAMA, Device.cpu(), Precision.FP32)) {
            expected = own.score(rows, new ScoringOptions(false, 2));
        }
        assertThat(found.at("/choices/0/prompt_logprobs/0").isNull()).isTrue();
        for (int t = 1; t < all.length; t++) {
            JsonNode own = t < PROMPT.length
                    ? found.at("/choices/0/prompt_logprobs/" + t + "/" + all[t] + "/logprob")
                    : found.at("/choices/0/logprobs/token_logprobs/" + (t - PROMPT.length));
            assertThat(own.floatValue()).isCloseTo(expected.logprobs()[t - 1], within(1e-5f));
            String first = String.valueOf(expected.topIds()[2 * (t - 1)]);
            JsonNode top = t < PROMPT.length
                    ? found.at("/choices/0/prompt_logprobs/" + t + "/" + first + "/logprob")
                    : found.at("/choices/0/logprobs/top_logprobs/" + (t - PROMPT.length) + "/token_id:" + first);
            assertThat(top.floatValue()).isCloseTo(expected.top()[2 * (t - 1)], within(1e-6f));
        }
    }

    @Test
    void newWeightsAnswerUnderTheirVersionAndRequestsUnderWayEndWithTheOldOnes() throws Exception {
        try {
            assertThat(post("/v1/completions", DRAWN + "}")
                            .at("/weight_version")
                            .asText())
                    .isEqualTo("default");
            String slow = "{'prompt': [31, 86, 7, 50], 'max_tokens': 800, 'temperature': 0, 'stop_token_ids': []}";
            CompletableFuture<HttpResponse<String>> underWay = send(server, "/v1/completions", Optional.of(slow));
            while (!get("/metrics").contains("reason4j_serve_responses_open 1") && !underWay.isDone()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            Path other = directory.resolve("other");
            String next = "{'model_path': '" + other + "', 'weight_version': 'step-7'}";
            JsonNode told = post("/update_weights_from_disk", next);
            assertThat(told.at("/success").asBoolean()).isTrue();
            HttpResponse<String> third = answer("/update_weights_from_disk", next);
            if (!underWay.isDone()) { // the memory of two models is taken until it is
                assertThat(third.statusCode()).isEqualTo(503);
                assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(third.body()).contains("still use the weights 'default'");
            }
            assertThat(JSON.readTree(get("/get_model_info"))
                            .at("/weight_version")
                            .asText())
                    .isEqualTo("step-7");
            JsonNode found = post("/v1/completions", DRAWN + "}");
            assertSame(found, local(other));
            assertThat(found.at("/weight_version").asText()).isEqualTo("step-7");
            assertThat(JSON.readTree(underWay.get(60, TimeUnit.SECONDS).body())
                            .at("/weight_version")
                            .asText())
                    .isEqualTo("default");
        } finally {
            String first = "{'model_path': '" + LLAMA + "', 'weight_version': 'default'}";
            while (answer("/update_weights_from_disk", first).statusCode() == 503) {
                TimeUnit.MILLISECONDS.sleep(10); // the last request with older weights is about to end
            }
        }
        assertSame(post("/v1/completions", DRAWN + "}"), local(LLAMA));
    }

    @Test
    void promptsThatAreInMemoryAreCountedAndThoseOfOlderWeightsAreNot() throws Exception {
        String prompt = Arrays.toString(TinyModels.tokens(150, 9));
        String asked = "{'prompt': " + prompt + ", 'max_tokens': 8, 'temperature': 0, 'return_token_ids': true}";
        long before = reused();
        JsonNode first = post("/v1/completions", asked);
        assertThat(reused()).isEqualTo(before);
        JsonNode second = post("/v1/completions", asked);
        assertThat(second.at("/choices")).isEqualTo(first.at("/choices"));
        assertThat(reused()).isEqualTo(before + 149);
        try {
            post(
                    "/update_weights_from_disk",
                    "{'model_path': '" + directory.resolve("other") + "', 'weight_version': 'other'}");
            assertThat(post("/v1/completions", asked).at("/choices")).isNotEqualTo(first.at("/choices"));
            assertThat(reused()).isEqualTo(before + 149);
        } finally {
            post("/update_weights_from_disk", "{'model_path': '" + LLAMA + "', 'weight_version': 'default'}");
        }
    }

    private long reused() throws Exception {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith("reason4j_serve_prompt_tokens_reused_total "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void filesThatAreNotAsTheTrainerWroteThemAreRefusedAndTheOldWeightsStay() throws Exception {
        Path half = Files.createDirectories(directory.resolve("half"));
        RandomWeights.write(ModelConfig.read(LLAMA), LLAMA, half, 8);
        Path file = half.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(file);
        String hash = Sha256.of(file) + "  model.safetensors";
        String update = "{'model_path': '" + half + "', 'weight_version': 'half', 'weight_sha256': ['" + hash + "']}";

        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        String unnamed = "{'model_path': '" + half + "', 'weight_version': 'half'}";
        assertThat(answer("/update_weights_from_disk", unnamed).statusCode()).isEqualTo(400);
        Files.write(
                file,
                Arrays.copyOf(Arrays.copyOf(whole, whole.length / 2), whole.length)); // room is taken, zeros are there
        assertThat(answer("/update_weights_from_disk", update))
                .returns(400, HttpResponse::statusCode)
                .extracting(HttpResponse::body, STRING)
                .contains(Sha256.of(file) + " here, expected " + hash.substring(0, 64), "not written to its end");
        assertThat(answer("/update_weights_from_disk", update.replace("model.safe", "other.safe"))
                        .body())
                .contains("has the file model.safetensors, whose hash is not among those of [other.safetensors]");
        assertThat(answer("/update_weights_from_disk", update.replace(hash, "abc"))
                        .body())
                .contains("'abc' is no SHA-256 of a file");
        assertSame(post("/v1/completions", DRAWN + "}"), local(LLAMA));

        Files.write(file, whole);
        try {
            assertThat(post("/update_weights_from_disk", update)
                            .at("/weight_version")
                            .asText())
                    .isEqualTo("half");
            assertSame(post("/v1/completions", DRAWN + "}"), local(half));
        } finally {
            post("/update_weights_from_disk", "{'model_path': '" + LLAMA + "', 'weight_version': 'default'}");
        }
    }

    @Test
    void adaptersAnswerUnderTheirNameAndTheModelUnderItsOwn() throws Exception {
        Path adapters = Path.of(Objects.requireNonNull(getClass().getResource("/peft/rslora-patterns"))
                .toURI());
        Path merged = directory.resolve("merged");
        PeftAdapter.merge(LLAMA, adapters, merged);
        String load = "{'lora_name': 'policy-v1', 'lora_path': '" + adapters + "'}";
        post("/v1/load_lora_adapter", load);
        assertThat(get("/v1/models")).contains("\"id\":\"tiny\"", "\"id\":\"policy-v1\"");
        JsonNode found = post("/v1/completions", DRAWN + ", 'model': 'policy-v1'}");
        assertThat(found.at("/model").asText()).isEqualTo("policy-v1");
        assertThat(found.at("/weight_version").asText()).isEqualTo("policy-v1");
        assertThat(ints(found.at("/choices/0/token_ids")))
                .isEqualTo(local(merged).tokens());
        assertSame(post("/v1/completions", DRAWN + ", 'model': 'tiny'}"), local(LLAMA));

        assertThat(answer("/v1/load_lora_adapter", load).body()).contains("'policy-v1' can't name an adapter");
        post("/v1/load_lora_adapter", load.replace("v1", "v2"));
        assertThat(answer("/v1/load_lora_adapter", load.replace("v1", "v3")).body())
                .contains("There are 2 adapters, as many as this server takes");
        post("/v1/unload_lora_adapter", "{'lora_name': 'policy-v1'}");
        post("/v1/unload_lora_adapter", "{'lora_name': 'policy-v2'}");
        assertThat(answer("/v1/completions", DRAWN + ", 'model': 'policy-v1'}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPausedServerWritesWhatItBeganAndTakesNothingNew() throws Exception {
        try {
            assertThat(post("/pause", "{'mode': 'wait'}").at("/is_paused").asBoolean())
                    .isTrue();
            HttpResponse<String> refused = answer("/v1/completions", DRAWN + "}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("\"code\":\"paused\"");
        } finally {
            post("/resume", "{}");
        }
        post("/v1/completions", DRAWN + "}");
    }

    @Test
    void aTrainerPausesLoadsAndResumesWhileARequestIsUnderWay() throws Exception {
        String slow = "{'prompt': [31, 86, 7, 50], 'max_tokens': 400, 'temperature': 0, 'stop_token_ids': []}";
        Path other = directory.resolve("other");
        try {
            CompletableFuture<HttpResponse<String>> underWay = send(server, "/v1/completions", Optional.of(slow));
            while (!get("/metrics").contains("reason4j_serve_responses_open 1") && !underWay.isDone()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertThat(post("/pause", "{}").at("/is_paused").asBoolean()).isTrue();
            assertThat(get("/metrics")).contains("reason4j_serve_responses_open 0"); // it waited for the one under way
            JsonNode written = JSON.readTree(underWay.get(60, TimeUnit.SECONDS).body());
            assertThat(written.at("/weight_version").asText()).isEqualTo("default");
            assertThat(written.at("/usage/completion_tokens").asInt()).isEqualTo(400);

            String hash = Sha256.of(other.resolve("model.safetensors")) + "  model.safetensors";
            JsonNode loaded = post(
                    "/update_weights_from_disk",
                    "{'model_path': '" + other + "', 'weight_version': 'step-9', 'weight_sha256': '" + hash + "'}");
            assertThat(loaded.at("/is_paused").asBoolean()).isTrue();
            assertThat(loaded.at("/weight_version").asText()).isEqualTo("step-9");
            assertThat(answer("/v1/completions", DRAWN + "}").statusCode()).isEqualTo(503);

            assertThat(post("/resume", "{}").at("/is_paused").asBoolean()).isFalse();
            JsonNode found = post("/v1/completions", DRAWN + "}");
            assertThat(found.at("/weight_version").asText()).isEqualTo("step-9");
            assertSame(found, local(other));
        } finally {
            post("/resume", "{}");
            post("/update_weights_from_disk", "{'model_path': '" + LLAMA + "', 'weight_version': 'default'}");
        }
        assertSame(post("/v1/completions", DRAWN + "}"), local(LLAMA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/completions           | {'prompt': [1, 2], 'draw_position': 1}                  | key of one response",
                "/v1/completions           | {'prompt': [1, 2], 'draw_key': 1, 'n': 2}               | leave out 'n'",
                "/v1/completions           | {'prompt': [1, 2], 'draw_key': 1, 'draw_position': 2}   | at least one must come",
                "/v1/completions           | {'prompt': [1], 'return_token_ids': true, 'stream': true} | has no token ids",
                "/v1/completions           | {'prompt': [1, 2], 'draw_key': 1, 'draw_position': 1, 'stream': true} | leave out one",
                "/pause?mode=wait          | {}                                                      | has a query",
                "/v1/completions           | {'prompt': [1], 'draw_key': 1.5}                        | a whole number",
                "/update_weights_from_disk | {'model_path': '/nowhere', 'weight_version': '1'}       | no directory",
                "/update_weights_from_disk | {'model_path': '.'}                                     | 'weight_version' is missing",
                "/update_weights_from_disk | {'model_path': '.', 'weight_version': '1', 'x': 1}      | Unknown field 'x'",
                "/v1/load_lora_adapter     | {'lora_name': 'tiny', 'lora_path': '.'}                 | can't name an adapter",
                "/v1/unload_lora_adapter   | {'lora_name': 'tiny'}                                   | There are no adapters 'tiny'",
                "/pause                    | {'mode': 'abort'}                                       | expected wait",
            })
    void whatCanNotBeDoneIsRefused(String path, String body, String message) throws Exception {
        HttpResponse<String> refused = answer(path, body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains(message);
        post("/v1/completions", DRAWN + "}");
    }

    @Test
    void aServerThatOtherMachinesReachLetsNobodyChangeItWithoutAKey() throws Exception {
        try (ModelServer reachable = server("0.0.0.0", Optional.empty())) {
            for (String path : List.of("/pause", "/update_weights_from_disk", "/v1/load_lora_adapter")) {
                HttpResponse<String> refused =
                        send(reachable, path, Optional.of("{}")).get(60, TimeUnit.SECONDS);
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains("administration_needs_key", "--api-key-variable");
            }
        }
        try (ModelServer locked = server("0.0.0.0", Optional.of("secret"))) {
            assertThat(send(locked, "/resume", Optional.of("{}"))
                            .get(60, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void weightsAreChangedOnlyWhereTheServerWasToldToAndFromTheDirectoryThatItWasTold() throws Exception {
        try (ModelServer closed = server("127.0.0.1", Optional.empty(), Optional.empty())) {
            for (String path : List.of("/pause", "/resume", "/update_weights_from_disk", "/v1/load_lora_adapter")) {
                HttpResponse<String> refused =
                        send(closed, path, Optional.of("{}")).get(60, TimeUnit.SECONDS);
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains("administration_is_off", "--weights-below DIR");
            }
        }
        Path below = Files.createDirectories(directory.resolve("below"));
        RandomWeights.write(ModelConfig.read(LLAMA), LLAMA, below.resolve("own"), 6);
        Files.createSymbolicLink(below.resolve("link"), LLAMA.toAbsolutePath());
        try (ModelServer narrow = server("127.0.0.1", Optional.empty(), Optional.of(below))) {
            for (String from : List.of(LLAMA.toString(), below + "/link", below + "/../other", below + "/none")) {
                for (String body : List.of(
                        "{'model_path': '" + from + "', 'weight_version': '1'}",
                        "{'lora_name': 'a', 'lora_path': '" + from + "'}")) {
                    String path = body.contains("lora") ? "/v1/load_lora_adapter" : "/update_weights_from_disk";
                    HttpResponse<String> refused =
                            send(narrow, path, Optional.of(body)).get(60, TimeUnit.SECONDS);
                    assertThat(refused.statusCode()).as(from).isEqualTo(400);
                    assertThat(refused.body()).contains("is no directory below " + below, "--weights-below");
                }
            }
            String own = "{'model_path': '" + below + "/own', 'weight_version': '1'}";
            assertThat(send(narrow, "/update_weights_from_disk", Optional.of(own))
                            .get(60, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void theTextOfAResponseThatIsContinuedEndsBeforeAStopStringToo() throws Exception {
        int[] whole = local(LLAMA).tokens();
        String before = tokenizer.decode(Arrays.copyOf(whole, 3), true);
        String rest = tokenizer.decode(Arrays.copyOfRange(whole, 3, whole.length), true);
        String stop = rest.chars()
                .filter(c -> c > ' ' && c < 127 && c != '\'' && c != '"' && c != '\\' && before.indexOf(c) < 0)
                .mapToObj(Character::toString)
                .findFirst()
                .orElseThrow();
        int[] sent = Arrays.copyOf(PROMPT, PROMPT.length + 3);
        System.arraycopy(whole, 0, sent, PROMPT.length, 3);
        JsonNode found = post(
                "/v1/completions",
                DRAWN.replace("[31, 86, 7, 50]", Arrays.toString(sent)).replace(": 12", ": " + (12 - 3))
                        + ", 'draw_position': 3, 'stop': '" + stop + "'}");
        assertThat(found.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(found.at("/choices/0/text").asText()).isEqualTo(rest.substring(0, rest.indexOf(stop)));
    }

    @Test
    void whatWasDoneIsCounted() throws Exception {
        try (ModelServer own = server("127.0.0.1", Optional.empty())) {
            send(own, "/v1/completions", Optional.of(DRAWN + "}")).get(60, TimeUnit.SECONDS);
            send(
                            own,
                            "/v1/completions",
                            Optional.of("{'prompt': [1, 2, 3], 'max_tokens': 2, 'temperature': 0, 'n': 2}"))
                    .get(60, TimeUnit.SECONDS);
            HttpResponse<String> metrics =
                    send(own, "/metrics", Optional.empty()).get(60, TimeUnit.SECONDS);
            assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            // 4 and 3 prompt tokens, up to 12 and twice up to 2 response tokens
            assertThat(metrics.body())
                    .contains(
                            "# TYPE reason4j_serve_requests_answered_total counter\n",
                            "reason4j_serve_requests_answered_total 2\n",
                            "reason4j_serve_responses_total 3\n",
                            "reason4j_serve_prompt_tokens_total 7\n",
                            "reason4j_serve_response_tokens_total "
                                    + (local(LLAMA).tokens().length + 4) + "\n",
                            "reason4j_serve_responses_open 0\n");
        }
    }

    @Test
    void aServerWithoutASourceTakesNoWeights() throws Exception {
        try (ModelServer plain = new ModelServer(
                "tiny",
                model(),
                tokenizer,
                ChatFormat.read(LLAMA)::prompt,
                ServerSettings.local(ServerLimits.DEFAULTS))) {
            HttpResponse<String> refused = send(
                            plain,
                            "/update_weights_from_disk",
                            Optional.of("{'model_path': '/', 'weight_version': '1'}"))
                    .get(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("This server takes no changes of its weights");
        }
    }
}
