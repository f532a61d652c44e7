package org.reason4j.core.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SLOTS = 16;
    private static final int QUEUE = 16;
    private static final BiFunction<List<Message>, Map<String, @Nullable Object>, String> TEMPLATE =
            ChatFormat.read(TinyModels.directory(TinyModels.LLAMA))::prompt;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LanguageModel model;
    private ModelTokenizer tokenizer;
    private ModelServer server;

    @BeforeAll
    void start() {
        model = model();
        tokenizer = ModelTokenizer.open(TinyModels.directory(TinyModels.LLAMA), model.config());
        server = server(model, QUEUE);
    }

    private ModelServer server(LanguageModel served, int queue) {
        return new ModelServer("tiny", served, tokenizer, TEMPLATE, ServerSettings.local(limits(queue)));
    }

    private static ServerLimits limits(int queue) {
        ServerLimits usual = ServerLimits.DEFAULTS;
        return new ServerLimits(
                SLOTS,
                queue,
                800,
                usual.promptCache(),
                usual.connections(),
                usual.bodyBytes(),
                usual.client(),
                usual.answer());
    }

    private static LanguageModel model() {
        return LanguageModel.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32);
    }

    @AfterAll
    void stop() {
        server.close();
        tokenizer.close();
        model.close();
    }

    @Test
    void aCompletionIsWhatTheDecoderWrites() throws Exception {
        Trajectory expected = decoded(tokenizer.encode("ab"), 5, params(0.8, 12));
        JsonNode found = post(
                "/v1/completions",
                "{'model': 'tiny', 'prompt': 'ab', 'max_tokens': 12, 'temperature': 0.8, 'seed': 5, 'logprobs': 0}");

        assertThat(found.at("/object").asText()).isEqualTo("text_completion");
        assertThat(found.at("/model").asText()).isEqualTo("tiny");
        assertThat(found.at("/choices/0/text").asText()).isEqualTo(expected.text());
        assertThat(found.at("/choices/0/finish_reason").asText())
                .isEqualTo(expected.finish().name().toLowerCase(java.util.Locale.ROOT));
        assertThat(found.at("/usage/prompt_tokens").asInt()).isEqualTo(tokenizer.encode("ab").length);
        assertThat(found.at("/usage/completion_tokens").asInt()).isEqualTo(expected.length());
        JsonNode logprobs = found.at("/choices/0/logprobs/token_logprobs");
        assertThat(logprobs).hasSize(expected.length());
        for (int t = 0; t < expected.length(); t++) {
            assertThat(logprobs.get(t).floatValue()).isEqualTo(expected.stream(TokenStream.BEHAVIOUR_LOGPROBS)[t]);
        }
    }

    @Test
    void aPromptMayBeTokensAndSeveralResponsesDifferByTheirNumber() throws Exception {
        JsonNode found =
                post("/v1/completions", "{'prompt': [31, 86, 7], 'max_tokens': 10, 'seed': 1, 'n': 3, 'logprobs': 1}");
        assertThat(found.at("/choices")).hasSize(3);
        assertThat(found.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            Trajectory expected = decoded(new int[] {31, 86, 7}, 1, i, params(1, 10));
            assertThat(found.at("/choices/" + i + "/index").asInt()).isEqualTo(i);
            assertThat(found.at("/choices/" + i + "/text").asText()).isEqualTo(expected.text());
        }
    }

    @Test
    void severalPromptsAreAnsweredInTheirOrderAndRepeatedWhereAskedFor() throws Exception {
        JsonNode found = post(
                "/v1/completions", "{'prompt': ['ab', 'ba'], 'max_tokens': 4, 'temperature': 0, 'n': 2, 'echo': true}");
        assertThat(found.at("/choices")).hasSize(4);
        assertThat(found.at("/choices/1/text").asText()).startsWith("ab");
        assertThat(found.at("/choices/2/text").asText()).startsWith("ba");
        assertThat(found.at("/choices/2/text").asText())
                .isEqualTo(found.at("/choices/3/text").asText());
    }

    @Test
    void aConversationIsAnsweredAsTheChatTemplateSays() throws Exception {
        List<Message> messages = List.of(new Message("system", "be kind"), Message.user("hi"));
        Trajectory expected = decoded(tokenizer.render(messages), 9, params(1, 8));
        JsonNode found = post(
                "/v1/chat/completions",
                "{'messages': [{'role': 'system', 'content': 'be kind'}, {'role': 'user', 'content': [{'type': 'text',"
                        + " 'text': 'hi'}]}], 'max_completion_tokens': 8, 'seed': 9, 'logprobs': true, 'user': 'me'}");

        assertThat(found.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(found.at("/choices/0/message/role").asText()).isEqualTo("assistant");
        assertThat(found.at("/choices/0/message/content").asText()).isEqualTo(expected.text());
        JsonNode content = found.at("/choices/0/logprobs/content");
        assertThat(content).hasSize(expected.length());
        assertThat(content.get(0).get("logprob").floatValue())
                .isCloseTo(expected.stream(TokenStream.BEHAVIOUR_LOGPROBS)[0], within(1e-6f));
    }

    @Test
    void withoutASeedEveryRequestDrawsAnew() throws Exception {
        String request = "{'prompt': 'ab', 'max_tokens': 24}";
        assertThat(post("/v1/completions", request).at("/choices/0/text").asText())
                .isNotEqualTo(
                        post("/v1/completions", request).at("/choices/0/text").asText());
    }

    @Test
    void concurrentRequestsAreAnsweredAsIfAlone() throws Exception {
        List<String> requests = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            requests.add("{'prompt': 'ab" + i + "', 'max_tokens': " + (5 + 7 * i) + ", 'seed': " + i + "}");
            alone.add(post("/v1/completions", requests.get(i))
                    .at("/choices/0/text")
                    .asText());
        }
        List<CompletableFuture<HttpResponse<String>>> answers = requests.stream()
                .map(request -> send("/v1/completions", request))
                .toList();
        for (int i = 0; i < 16; i++) {
            JsonNode found =
                    JSON.readTree(answers.get(i).get(60, TimeUnit.SECONDS).body());
            assertThat(found.at("/choices/0/text").asText()).isEqualTo(alone.get(i));
        }
    }

    @Test
    void aStreamTellsTheSameInPieces() throws Exception {
        String request = "'prompt': 'ab', 'max_tokens': 60, 'seed': 3, 'n': 2, 'logprobs': 0";
        JsonNode whole = post("/v1/completions", "{" + request + "}");
        List<String> events = events(
                "/v1/completions", "{" + request + ", 'stream': true, 'stream_options': {'include_usage': true}}");

        assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        JsonNode usage = JSON.readTree(events.get(events.size() - 2));
        assertThat(usage.at("/choices")).isEmpty();
        assertThat(usage.get("usage")).isEqualTo(whole.get("usage"));
        for (int choice = 0; choice < 2; choice++) {
            StringBuilder text = new StringBuilder();
            List<Double> logprobs = new ArrayList<>();
            String finish = "";
            for (String event : events.subList(0, events.size() - 2)) {
                JsonNode piece = JSON.readTree(event).at("/choices/0");
                if (piece.get("index").asInt() == choice) {
                    assertThat(finish).isEmpty();
                    text.append(piece.get("text").asText());
                    piece.at("/logprobs/token_logprobs").forEach(value -> logprobs.add(value.asDouble()));
                    finish = piece.get("finish_reason").asText("");
                }
            }
            JsonNode expected = whole.at("/choices/" + choice);
            assertThat(text.toString()).isEqualTo(expected.get("text").asText());
            assertThat(finish).isEqualTo(expected.get("finish_reason").asText());
            assertThat(logprobs).hasSize(expected.at("/logprobs/token_logprobs").size());
        }
    }

    @Test
    void aStreamOfAConversationNeverShowsAStopString() throws Exception {
        String request = "'messages': [{'role': 'user', 'content': 'hi'}], 'max_tokens': 64, 'seed': 4";
        String whole = post("/v1/chat/completions", "{" + request + "}")
                .at("/choices/0/message/content")
                .asText();
        String stop = whole.substring(20, 23).replace("'", "\\'");
        String streaming = "{" + request + ", 'stream': true, 'stop': [" + JSON.writeValueAsString(stop) + "]}";
        List<String> events = events("/v1/chat/completions", streaming);
        StringBuilder text = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            text.append(JSON.readTree(event).at("/choices/0/delta/content").asText(""));
        }
        assertThat(JSON.readTree(events.get(0)).at("/choices/0/delta/role").asText())
                .isEqualTo("assistant");
        assertThat(text.toString()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(JSON.readTree(events.get(events.size() - 2))
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo("stop");
    }

    @Test
    void theModelIsDescribedAndTheServerIsWell() throws Exception {
        assertThat(get("/health").at("/status").asText()).isEqualTo("ok");
        assertThat(get("/v1/models").at("/data/0/id").asText()).isEqualTo("tiny");
        assertThat(get("/v1/models/tiny").at("/max_model_len").asInt())
                .isEqualTo(model.config().maxPositions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/completions      | {                                      | 400 | The request is not JSON",
                "/v1/completions      | []                                     | 400 | not a JSON object",
                "/v1/completions      | {} {}                                  | 400 | The request is not JSON",
                "/v1/completions      | {}                                     | 400 | 'prompt' is missing",
                "/v1/completions      | {'prompt': ''}                         | 400 | A prompt has no tokens",
                "/v1/completions      | {'prompt': []}                         | 400 | an empty list",
                "/v1/completions      | {'prompt': [1, 100]}                   | 400 | a token id from 0 to 99",
                "/v1/completions      | {'prompt': [[1], [-1]]}                | 400 | a token id from 0 to 99",
                "/v1/completions      | {'prompt': 7}                          | 400 | expected text or a list",
                "/v1/completions      | {'prompt': 'a', 'max_tokens': 0}       | 400 | expected 1 to 800",
                "/v1/completions      | {'prompt': 'a', 'max_tokens': 801}     | 400 | expected 1 to 800",
                "/v1/completions      | {'prompt': 'a', 'max_tokens': 1.5}     | 400 | expected a whole number",
                "/v1/completions      | {'prompt': 'a', 'temperature': -1}     | 400 | temperature must be in [0",
                "/v1/completions      | {'prompt': 'a', 'temperature': 'hot'}  | 400 | expected a number",
                "/v1/completions      | {'prompt': 'a', 'top_p': 0}            | 400 | topP must be in (0",
                "/v1/completions      | {'prompt': 'a', 'stop': ''}            | 400 | an empty text",
                "/v1/completions      | {'prompt': 'a', 'n': 33}               | 400 | expected 1 to 32",
                "/v1/completions      | {'prompt': ['a', 'b'], 'n': 20}        | 400 | at most 32",
                "/v1/completions      | {'prompt': 'a', 'logprobs': 129}         | 400 | expected 0 to 128",
                "/v1/completions      | {'prompt': 'a', 'echo': true, 'logprobs': 1} | 400 | leave out one of the two",
                "/v1/completions      | {'prompt': 'a', 'echo': true, 'logprobs': 129, 'max_tokens': 0} | 400 | expected 0 to 128",
                "/v1/completions      | {'prompt': 'a', 'echo': true, 'max_tokens': 0} | 400 | expected 1 to 800",
                "/v1/completions      | {'prompt': 'a', 'echo': true, 'logprobs': 1, 'max_tokens': 0, 'stream': true} | 400 | leave out 'n' and 'stream'",
                "/v1/completions      | {'prompt': 'a', 'echo': true, 'logprobs': 1, 'max_tokens': 0, 'top_p': 0.5} | 400 | Unknown field 'top_p'",
                "/v1/completions      | {'prompt': 'a', 'logit_bias': {'1': 2}} | 400 | not supported",
                "/v1/completions      | {'prompt': 'a', 'temprature': 1}       | 400 | Unknown field 'temprature'",
                "/v1/completions      | {'prompt': 'a', 'model': 'huge'}       | 404 | There is no model 'huge' here",
                "/v1/chat/completions | {'messages': []}                       | 400 | 'messages' is empty",
                "/v1/chat/completions | {'messages': [{'role': 'user'}]}       | 400 | {role, content} with text",
                "/v1/chat/completions | {'messages': 'hi'}                     | 400 | expected text or a list",
                "/v1/chat/completions | {'messages': [{'role': 'user', 'content': 'a'}], 'tools': [1]} | 400 | not supported",
                "/v1/embeddings       | {}                                     | 404 | There is nothing at /v1/embeddings",
                "/health              | {}                                     | 405 | Expected GET",
            })
    void whatCannotBeAnsweredIsRefusedWithAReason(String path, String body, int status, String reason)
            throws Exception {
        HttpResponse<String> found = send(path, body).get(60, TimeUnit.SECONDS);
        assertThat(found.statusCode()).isEqualTo(status);
        JsonNode error = JSON.readTree(found.body()).get("error");
        assertThat(error.get("message").asText()).contains(reason);
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.has("param")).isTrue();
        assertThat(server.room()).isEqualTo(SLOTS + QUEUE);
    }

    @Test
    void aPromptThatLeavesNoRoomIsRefusedAndOneThatLeavesLittleGetsIt() throws Exception {
        int positions = model.config().maxPositions();
        String ids =
                java.util.stream.Stream.generate(() -> "7").limit(positions - 3).collect(Collectors.joining(","));
        HttpResponse<String> refused = send("/v1/completions", "{'prompt': [" + ids + "], 'max_tokens': 4}")
                .get(60, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("positions for both");
        JsonNode found = post("/v1/completions", "{'prompt': [" + ids + "]}");
        assertThat(found.at("/usage/completion_tokens").asInt()).isBetween(1, 3);
    }

    @Test
    void moreThanSlotsAndQueueHoldIsRefusedForNow() throws Exception {
        CompletableFuture<HttpResponse<String>> many =
                send("/v1/completions", "{'prompt': 'ab', 'max_tokens': 800, 'n': 32, 'stop_token_ids': []}");
        await().atMost(Duration.ofSeconds(30)).until(() -> server.room() == 0);
        HttpResponse<String> refused =
                send("/v1/completions", "{'prompt': 'ab', 'max_tokens': 1}").get(60, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(JSON.readTree(refused.body()).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");

        assertThat(get("/health").at("/status").asText()).isEqualTo("ok");
        assertThat(JSON.readTree(many.get(100, TimeUnit.SECONDS).body()).at("/choices"))
                .hasSize(32);
    }

    @Test
    void aClientThatHasGoneIsNotWrittenFor() throws Exception {
        int queue = 20_000; // would take minutes to write
        try (LanguageModel own = model();
                ModelServer patient = server(own, queue)) {
            for (String streaming : List.of("true", "false")) {
                try (Socket socket = new Socket("127.0.0.1", patient.address().getPort())) {
                    write(
                            socket,
                            "/v1/completions",
                            "{'prompt': 'ab', 'max_tokens': 800, 'n': " + queue + ", 'stream': " + streaming + "}");
                    await().atMost(Duration.ofSeconds(60)).until(() -> patient.room() == SLOTS);
                    socket.setSoLinger(true, 0); // gone at once
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> patient.room() == SLOTS + queue);
            }
        }
    }

    @Test
    void closingLetsRequestsEndAndNobodyElseIn() throws Exception {
        try (LanguageModel own = model()) {
            ModelServer ending = server(own, QUEUE);
            CompletableFuture<HttpResponse<String>> underWay =
                    send(ending, "/v1/completions", "{'prompt': 'ab', 'max_tokens': 60, 'n': 4}");
            await().atMost(Duration.ofSeconds(60)).until(() -> ending.room() < SLOTS + QUEUE || underWay.isDone());
            ending.close();
            assertThat(underWay.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(underWay.get().body()).at("/choices")).hasSize(4);
            assertThatThrownBy(() -> send(ending, "/v1/completions", "{}").get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ConnectException.class);
        }
    }

    /** A tokenizer that breaks down in the decoder's thread. */
    private SequenceTokenizer broken() {
        return (SequenceTokenizer) Proxy.newProxyInstance(
                SequenceTokenizer.class.getClassLoader(),
                new Class<?>[] {SequenceTokenizer.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("decode")
                            && Thread.currentThread().getName().equals("live-decoder")) {
                        throw new AssertionError("no text");
                    }
                    return method.invoke(tokenizer, arguments);
                });
    }

    @Test
    void aServerWhoseDecoderHasEndedSaysSo() throws Exception {
        try (LanguageModel own = model();
                ModelServer failing =
                        new ModelServer("tiny", own, broken(), TEMPLATE, ServerSettings.local(limits(QUEUE)))) {
            URI health = URI.create("http://127.0.0.1:" + failing.address().getPort() + "/health");
            HttpRequest ask = HttpRequest.newBuilder(health).build();
            HttpResponse.BodyHandler<String> asText = HttpResponse.BodyHandlers.ofString();
            assertThat(client.send(ask, asText).statusCode()).isEqualTo(200);

            String body = "{'prompt': 'ab', 'max_tokens': 6}";
            HttpResponse<String> first = send(failing, "/v1/completions", body).get(60, TimeUnit.SECONDS);
            assertThat(first.body()).contains("no text");
            HttpResponse<String> second = send(failing, "/v1/completions", body).get(60, TimeUnit.SECONDS);
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.body()).contains("The decoder has ended", "no text");
            HttpResponse<String> state = client.send(ask, asText);
            assertThat(state.statusCode()).isEqualTo(503);
            assertThat(state.body()).contains("The decoder has ended", "no text");
        }
    }

    @Test
    void anAddressThatIsTakenIsTold() {
        var taken = new ServerSettings(
                "127.0.0.1", server.address().getPort(), ServerLimits.DEFAULTS, ClientRules.DEFAULTS);
        assertThatThrownBy(() -> new ModelServer("tiny", model, tokenizer, TEMPLATE, taken))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Choose another --port or --host");
    }

    private Trajectory decoded(int[] prompt, long seed, SamplingParams params) {
        return decoded(prompt, seed, 0, params);
    }

    private Trajectory decoded(int[] prompt, long seed, int sample, SamplingParams params) {
        Prompt given = Prompt.of("seed " + seed, List.of(), prompt).withFields(java.util.Map.of());
        try (LanguageModel own = model()) {
            return new Decoder(own, tokenizer, DecoderSettings.ofSlots(16), 0, 0, done -> {})
                    .generate(List.of(RolloutRequest.of(given, sample, params)))
                    .get(0);
        }
    }

    private static SamplingParams params(double temperature, int maxTokens) {
        return SamplingParams.of(maxTokens).withTemperature(temperature);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    private JsonNode get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private CompletableFuture<HttpResponse<String>> send(String path, String body) {
        return send(server, path, body);
    }

    private CompletableFuture<HttpResponse<String>> send(ModelServer to, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + to.address().getPort() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = send(path, body).get(60, TimeUnit.SECONDS);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private List<String> events(String path, String body) throws Exception {
        HttpResponse<String> response = send(path, body).get(60, TimeUnit.SECONDS);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    private static void write(Socket socket, String path, String body) throws IOException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }
}
