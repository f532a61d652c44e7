package org.reason4j.reward.generative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.reward.generative.JudgeServer.breaksOff;
import static org.reason4j.reward.generative.JudgeServer.completion;
import static org.reason4j.reward.generative.JudgeServer.says;
import static org.reason4j.reward.generative.JudgeServer.silent;
import static org.reason4j.reward.generative.JudgeServer.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel.Completion;
import org.reason4j.api.text.TextModel.Request;
import org.reason4j.reward.generative.JudgeServer;
import org.reason4j.testkit.RecordedMetrics;

@Timeout(60)
class OpenAiModelTest {

    private static final Request REQUEST = Request.of(
            List.of(new Message("system", "Be \"brief\"."), Message.user("2+2=\u00fc")),
            SamplingParams.of(64).withTemperature(0.7).withTopK(5).withTopP(0.9).withStop(List.of("###")),
            17);

    private final RecordedMetrics metrics = new RecordedMetrics();
    private JudgeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new JudgeServer(body -> says("four"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aQuestionIsAskedAsTheProtocolHasItAndItsAnswerRead() throws Exception {
        Completion reply = model(server.baseUrl() + "/", 0).complete(REQUEST);

        assertThat(reply).isEqualTo(Completion.of("four", Finish.STOP));
        JsonNode sent = new ObjectMapper().readTree(server.received().get(0).body());
        assertThat(server.received().get(0).headers().get(0)).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(sent.at("/model").asText()).isEqualTo("tiny");
        assertThat(sent.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(sent.at("/messages/0/content").asText()).isEqualTo("Be \"brief\".");
        assertThat(sent.at("/max_tokens").asInt()).isEqualTo(64);
        assertThat(sent.at("/temperature").asDouble()).isEqualTo(0.7);
        assertThat(sent.at("/top_p").asDouble()).isEqualTo(0.9);
        assertThat(sent.at("/top_k").asInt()).isEqualTo(5);
        assertThat(sent.at("/seed").asLong()).isEqualTo(17);
        assertThat(sent.at("/stop/0").asText()).isEqualTo("###");
        assertThat(sent.has("min_p")).isFalse();
    }

    @Test
    void anAnswerThatWasCutOffAtItsLimitSaysSo() throws Exception {
        server.first(status(200, completion("fo", "\"length\"")));
        assertThat(model(0).complete(REQUEST)).isEqualTo(Completion.of("fo", Finish.LENGTH));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 529})
    void aServerThatIsBusyOrBrokenIsAskedAgain(int status) throws Exception {
        server.first(status(status, "no"), status(status, "no"));
        assertThat(model(2).complete(REQUEST).text()).isEqualTo("four");
        assertThat(metrics.of("judge/retries")).isEqualTo(2);
    }

    @Test
    void aConnectionThatBreaksIsTriedAgain() throws Exception {
        server.first(silent(), breaksOff("four"));
        assertThat(model(2).complete(REQUEST).text()).isEqualTo("four");
        assertThat(metrics.of("judge/retries")).isEqualTo(2);
    }

    @Test
    void aServerThatIsNotThereIsTriedAsOftenAsAllowed() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        OpenAiModel model = model("http://127.0.0.1:" + port + "/v1", 3);
        assertThatThrownBy(() -> model.complete(REQUEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no connection")
                .hasMessageEndingWith(", after 3 retries");
        assertThat(metrics.of("judge/retries")).isEqualTo(3);
    }

    @Test
    void theLastRefusalIsTheFailure() {
        server.first(status(500, "out of\nmemory"), status(503, "still down"));
        assertThatThrownBy(() -> model(1).complete(REQUEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("status 503, still down");
    }

    @Test
    void aServerThatAsksForPatienceGetsIt() throws Exception {
        server.first(status(429, "slow down", "Retry-After: 1"));
        Instant start = Instant.now();
        assertThat(model(1).complete(REQUEST).text()).isEqualTo("four");
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>busy</html>",
                "{\"choices\": []}",
                "{\"choices\": [{\"message\": {\"content\": \"yes\"}}]}",
                "{\"choices\": [{\"message\": {\"content\": \"yes\"}, \"finish_reason\": null}]}",
                "{\"choices\": [{\"message\": {\"content\": null}, \"finish_reason\": \"stop\"}]}",
                "{\"choices\": [{\"message\": {\"content\": \"yes\"}, \"finish_reason\": \"content_filter\"}]}",
                "{\"choices\": [{\"message\": {\"content\": \"yes\"}, \"finish_reason\": \"stop\"}]",
                "{\"choices\": [{\"message\": {\"content\": \"yes\"}, \"finish_reason\": \"stop\"}]} more"
            })
    void garbageAndHalfAnswersAreErrorsAndNeverReplies(String body) {
        server.first(status(200, body));
        assertThatThrownBy(() -> model(3).complete(REQUEST)).isInstanceOf(IOException.class);
        assertThat(metrics.of("judge/retries")).isZero();
    }

    @Test
    void aRefusalForGoodIsNotRepeated() {
        server.first(status(401, "who are you"));
        assertThatThrownBy(() -> model(3).complete(REQUEST)).hasMessageContaining("status 401, who are you");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void anAnswerThatStopsArrivingIsAnErrorWhenItsTimeIsUp() {
        server.first(server.hangs());
        OpenAiModel model = new OpenAiModel(config(server.baseUrl(), "", 0.2, 3, 4), metrics);
        assertThatThrownBy(() -> model.complete(REQUEST)).hasMessageContaining("no complete answer within 0.2 seconds");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void anInterruptionEndsTheCall() throws Exception {
        server.first(server.hangs());
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch ended = new CountDownLatch(1);
            thread.submit(() -> {
                try {
                    return model(0).complete(REQUEST);
                } catch (InterruptedException e) {
                    ended.countDown();
                    throw e;
                }
            });
            while (server.received().isEmpty()) {
                Thread.onSpinWait();
            }
            thread.shutdownNow();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void noMoreThanAllowedAreUnderWayTogether() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (JudgeServer counting = new JudgeServer(body -> out -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(20);
            now.decrementAndGet();
            says("four").write(out);
        })) {
            OpenAiModel model = new OpenAiModel(config(counting.baseUrl(), "", 30, 0, 2), metrics);
            List<Callable<Completion>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(() -> model.complete(REQUEST));
            }
            ExecutorService threads = Executors.newFixedThreadPool(12);
            try {
                for (Future<Completion> reply : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
                    assertThat(reply.get().text()).isEqualTo("four");
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(most.get()).isEqualTo(2);
        }
    }

    @Test
    void theKeyIsSentAndNeverTold() throws Exception {
        OpenAiConfig config = config(server.baseUrl(), "JUDGE_KEY", 30, 0, 4);
        OpenAiModel model = new OpenAiModel(config, metrics, Map.of("JUDGE_KEY", "s3cret")::get);
        assertThat(model.complete(REQUEST).text()).isEqualTo("four");
        assertThat(server.received().get(0).headers()).contains("Authorization: Bearer s3cret");

        server.first(status(400, "bad key s3cret"));
        assertThatThrownBy(() -> model.complete(REQUEST))
                .hasMessageContaining("bad key (the key)")
                .hasMessageNotContaining("s3cret");
        assertThat(model.identity() + config).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 503})
    void aKeyThatTheServerRepeatsIsInNoMessageCauseOrAnswer(int status) throws Exception {
        String key = "sk-0123456789-abcdef";
        OpenAiModel model = new OpenAiModel(
                config(server.baseUrl(), "JUDGE_KEY", 30, 0, 4), metrics, Map.of("JUDGE_KEY", key)::get);
        for (int before = 170; before < 210; before++) { // so that the excerpt ends within the key
            server.first(status(status, "x".repeat(before) + " Authorization: Bearer " + key));
            assertThatThrownBy(() -> model.complete(REQUEST)).satisfies(e -> {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).doesNotContain("sk-01");
            });
        }
        server.first(says("your key is " + key));
        assertThat(model.complete(REQUEST).text()).isEqualTo("your key is (the key)");
    }

    @Test
    void aQueryStaysBehindThePathAndIsNotTold() throws Exception {
        OpenAiModel model = model(server.baseUrl() + "/?code=s3cret&api-version=1", 0);
        assertThat(model.complete(REQUEST).text()).isEqualTo("four");
        assertThat(server.received().get(0).headers().get(0))
                .isEqualTo("POST /v1/chat/completions?code=s3cret&api-version=1 HTTP/1.1");
        server.first(status(404, "no"));
        assertThatThrownBy(() -> model.complete(REQUEST))
                .hasMessage(server.baseUrl() + "/chat/completions: status 404, no");
        assertThat(model.identity()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:s3cret@judge/v1", "http://me:s3cret@ju dge/v1", "ftp://judge/v1?key=s3cret"})
    void anAddressWithAPasswordIsRefusedWithoutIt(String baseUrl) {
        assertThatThrownBy(() -> model(baseUrl, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("openai.baseUrl")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void missingAndWrongSettingsAreNamed() {
        assertThatThrownBy(() -> model("", 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected an address such as http://127.0.0.1:8000/v1");
        assertThatThrownBy(() -> model("ftp://judge/v1", 0)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() ->
                        new OpenAiModel(config(server.baseUrl(), "JUDGE_KEY", 30, 0, 4), metrics, variable -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the environment variable JUDGE_KEY, which is not set");
        assertThatThrownBy(() -> new OpenAiModel(
                        config(server.baseUrl(), "JUDGE_KEY", 30, 0, 4), metrics, variable -> "s3cret\nline"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("JUDGE_KEY")
                .hasMessageNotContaining("s3cret");
    }

    private OpenAiModel model(int retries) {
        return model(server.baseUrl(), retries);
    }

    private OpenAiModel model(String baseUrl, int retries) {
        return new OpenAiModel(config(baseUrl, "", 30, retries, 4), metrics);
    }

    private static OpenAiConfig config(String baseUrl, String key, double timeout, int retries, int concurrency) {
        return new OpenAiConfig(baseUrl, "tiny", key, timeout, retries, 0.001, 0.002, 1, concurrency, Map.of());
    }
}
