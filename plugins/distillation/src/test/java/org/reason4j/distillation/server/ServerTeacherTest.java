package org.reason4j.distillation.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.distillation.Responses.prompt;
import static org.reason4j.distillation.Responses.response;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.TeacherConfig;
import org.reason4j.distillation.teacher.TeacherConfig.Dialect;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

/** Against a server of the JDK that answers as vLLM does, and in every wrong way. */
@Timeout(60)
class ServerTeacherTest {

    private static final String SECRET = "s3cr3t-k3y";

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final List<JsonObject> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** An answer with a status. */
    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answering(Function<JsonObject, Answer> answers) {
        server.createContext("/v1/completions", exchange -> {
            JsonObject request = JsonParser.parseString(
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            requests.add(request);
            send(exchange, answers.apply(request));
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private TeacherConfig config(Dialect dialect, double timeout, int retries) {
        return new TeacherConfig(
                "",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/",
                "teacher",
                dialect,
                "TEACHER_KEY",
                timeout,
                retries,
                0,
                0,
                2);
    }

    private ServerTeacher teacher(Dialect dialect, double timeout, int retries) {
        return new ServerTeacher(
                "opd", "math", config(dialect, timeout, retries), new Characters(), metrics, variable -> SECRET);
    }

    private static boolean isProbe(JsonObject request) {
        return request.has("logprobs") && !request.has("return_tokens_as_token_ids")
                || request.has("prompt_logprobs")
                        && request.getAsJsonArray("prompt").get(0).getAsInt() == 0;
    }

    /** What vLLM says with echo: ids where they are asked for, and k likely tokens beside the one that was sent. */
    private static Answer echoed(JsonObject request) {
        JsonArray tokens = new JsonArray();
        JsonArray logprobs = new JsonArray();
        JsonArray tops = new JsonArray();
        int k = request.get("logprobs").getAsInt();
        for (int t = 0; t < request.getAsJsonArray("prompt").size(); t++) {
            int id = request.getAsJsonArray("prompt").get(t).getAsInt();
            tokens.add(isProbe(request) ? String.valueOf((char) id) : "token_id:" + id);
            logprobs.add(t == 0 ? null : -0.25f * t);
            JsonObject top = new JsonObject();
            top.addProperty("token_id:" + id, -0.25f * t);
            for (int j = 0; j < k; j++) {
                top.addProperty("token_id:" + j, -1f - j);
            }
            tops.add(t == 0 ? null : top);
        }
        JsonObject lists = new JsonObject();
        lists.add("tokens", tokens);
        lists.add("token_logprobs", logprobs);
        lists.add("top_logprobs", tops);
        JsonObject choice = new JsonObject();
        choice.add("logprobs", lists);
        return choice(choice);
    }

    private static Answer choice(JsonObject choice) {
        JsonArray choices = new JsonArray();
        choices.add(choice);
        JsonObject root = new JsonObject();
        root.add("choices", choices);
        return new Answer(200, root.toString());
    }

    /** What vLLM says with prompt_logprobs. */
    private static Answer prompted(JsonObject request) {
        JsonArray entries = new JsonArray();
        for (int t = 0; t < request.getAsJsonArray("prompt").size(); t++) {
            int id = request.getAsJsonArray("prompt").get(t).getAsInt();
            JsonObject entry = new JsonObject();
            for (int j = 0; j < request.get("prompt_logprobs").getAsInt(); j++) {
                entry.add(String.valueOf(j), told(-1f - j, (char) j));
            }
            entry.add(String.valueOf(id), told(-0.25f * t, (char) id));
            entries.add(t == 0 ? null : entry);
        }
        JsonObject choice = new JsonObject();
        choice.add("prompt_logprobs", entries);
        return choice(choice);
    }

    private static JsonObject told(float logprob, char token) {
        JsonObject told = new JsonObject();
        told.addProperty("logprob", logprob);
        told.addProperty("rank", 1);
        told.addProperty("decoded_token", String.valueOf(token));
        return told;
    }

    private static Trajectory row() {
        return response(prompt("p", "?", Map.of()), 0, "ab", -1, -1);
    }

    @ParameterizedTest
    @CsvSource({"ECHO", "PROMPT_LOGPROBS"})
    void tokensGoOutAndTheirLogProbabilitiesComeBackInBothDialects(Dialect dialect) {
        answering(request -> dialect == Dialect.ECHO ? echoed(request) : prompted(request));
        Trajectory row = row();
        int prompt = row.prompt().length();
        try (ServerTeacher teacher = teacher(dialect, 10, 0)) {
            Lesson.Scores scores =
                    (Lesson.Scores) teacher.score(List.of(row, row), 2).get(1);
            assertThat(scores.logprobs()).containsExactly(-0.25f * prompt, -0.25f * (prompt + 1));
            TopTokens top = scores.top().orElseThrow();
            assertThat(top.k()).isEqualTo(2);
            assertThat(top.ids()).containsExactly(0, 1, 0, 1);
            assertThat(top.logprobs()).containsExactly(-1, -2, -1, -2);
        }
        JsonObject request = requests.get(requests.size() - 1);
        assertThat(request.getAsJsonArray("prompt")).hasSize(prompt + 2);
        assertThat(request.getAsJsonArray("prompt").get(prompt).getAsInt()).isEqualTo('a');
        assertThat(request.get("model").getAsString()).isEqualTo("teacher");
        assertThat(request.get("temperature").getAsInt()).isEqualTo(1);
        assertThat(request.get("max_tokens").getAsInt()).isEqualTo(dialect == Dialect.ECHO ? 0 : 1);
        assertThat(metrics.of("opd/requests")).isEqualTo(2);
        assertThat(metrics.of("opd/retries")).isZero();
    }

    private String failure(int topK, Function<JsonObject, Answer> answers) {
        answering(request -> isProbe(request) ? echoed(request) : answers.apply(request));
        try (ServerTeacher teacher = teacher(Dialect.ECHO, 10, 1)) {
            return ((Lesson.Failed) teacher.score(List.of(row()), topK).get(0)).reason();
        }
    }

    private static Answer changed(JsonObject request, String found, String put) {
        return new Answer(200, echoed(request).body().replaceFirst(found, put));
    }

    @Test
    void aMissingLogProbabilityIsAFailureAndNoZero() {
        int last = row().prompt().length() + 1;
        String number = "" + (-0.25f * last);
        assertThat(failure(
                        0,
                        request -> new Answer(
                                200,
                                echoed(request)
                                        .body()
                                        .replace("," + number + "]", ",null]")
                                        .replace("{\"token_id:98\":" + number + "}", "{}"))))
                .startsWith("incomplete: token 1 of the response, id 98, has the log-probability null");
    }

    @Test
    void fewerLikelyTokensThanWereAskedForAreAFailure() {
        assertThat(failure(
                        3,
                        request -> new Answer(
                                200,
                                echoed(request)
                                        .body()
                                        .replace("\"token_id:1\":-2.0,", "")
                                        .replace(",\"token_id:2\":-3.0", ""))))
                .startsWith("incomplete: token 0 of the response has 2 most likely tokens")
                .contains("expected 3. Lower k");
    }

    @Test
    void otherTokensThanThoseThatWereSentAreAFailure() {
        assertThat(failure(0, request -> changed(request, "token_id:97\"", "token_id:65\"")))
                .startsWith("unreadable: token ")
                .contains("came back as id 65, sent as 97");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {}                      | unreadable: not the log-probabilities of a prompt, {}",
                "200 | {\"choices\": []}       | unreadable: not the log-probabilities of a prompt",
                "200 | [1]                     | unreadable: not a single JSON object",
                "200 | {\"choices\":           | unreadable: not",
                "200 | hello                   | unreadable: not",
                "400 | too long                | refused: ",
                "401 | no s3cr3t-k3y           | refused: ",
                "503 | busy                    | not taken: "
            })
    void wrongAnswersAreFailuresWithTheirReasonAndWithoutTheKey(int status, String body, String reason) {
        assertThat(failure(0, request -> new Answer(status, body)))
                .startsWith(reason)
                .doesNotContain(SECRET);
        assertThat(metrics.of("opd/retries")).isEqualTo(status == 503 ? 1 : 0);
    }

    @Test
    void aRequestThatWasNotTakenIsRepeated() {
        AtomicInteger calls = new AtomicInteger();
        answering(request -> isProbe(request) || calls.incrementAndGet() > 2 ? echoed(request) : new Answer(429, "{}"));
        try (ServerTeacher teacher = teacher(Dialect.ECHO, 10, 3)) {
            assertThat(teacher.score(List.of(row()), 0).get(0)).isInstanceOf(Lesson.Scores.class);
        }
        assertThat(metrics.of("opd/retries")).isEqualTo(2);
    }

    @Test
    void aLateAnswerIsAFailureByTheDeadline() {
        assertThat(lateFailure())
                .isEqualTo("late: http://127.0.0.1:" + server.getAddress().getPort()
                        + "/v1/completions: no complete answer within 0.5 seconds");
    }

    private String lateFailure() {
        answering(request -> {
            if (!isProbe(request)) {
                hang();
            }
            return echoed(request);
        });
        try (ServerTeacher teacher = teacher(Dialect.ECHO, 0.5, 3)) {
            return ((Lesson.Failed) teacher.score(List.of(row()), 0).get(0)).reason();
        }
    }

    private void hang() {
        try {
            ended.await(50, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anotherVocabularyIsRefusedBeforeTheFirstResponse() {
        answering(request -> {
            JsonObject shifted = request.deepCopy();
            JsonArray prompt = new JsonArray();
            request.getAsJsonArray("prompt").forEach(id -> prompt.add((id.getAsInt() + 1) % 128));
            shifted.add("prompt", prompt);
            return echoed(shifted);
        });
        try (ServerTeacher teacher = teacher(Dialect.ECHO, 10, 0)) {
            assertThatThrownBy(() -> teacher.score(List.of(row()), 0))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("The server of opd.teachers.math has another vocabulary than the policy")
                    .hasMessageContaining("Name a teacher with the policy's tokenizer");
        }
        assertThat(requests).hasSize(1);
    }

    @Test
    void aServerThatIsNotThereIsToldBeforeTheFirstResponse() {
        try (ServerTeacher teacher = teacher(Dialect.ECHO, 10, 0)) {
            server.stop(0);
            assertThatThrownBy(() -> teacher.score(List.of(row()), 0))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("no connection")
                    .hasMessageContaining("Start the server");
        }
    }

    @Test
    void aResponseOfAnotherTemperatureIsRefused() {
        answering(ServerTeacherTest::echoed);
        try (ServerTeacher teacher = teacher(Dialect.ECHO, 10, 0)) {
            Trajectory cold = row().withParams(SamplingParams.of(8).withTemperature(0.7));
            assertThat(((Lesson.Failed) teacher.score(List.of(cold), 0).get(0)).reason())
                    .startsWith("it was sampled at temperature 0.7");
        }
    }

    @Test
    void aKeyThatIsNotSetIsToldWithoutAConnection() {
        assertThatThrownBy(() -> new ServerTeacher(
                        "opd", "math", config(Dialect.ECHO, 1, 0), new Characters(), metrics, variable -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("TEACHER_KEY, which is not set");
    }
}
