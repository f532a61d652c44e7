package org.reason4j.reward.structured.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

/** A server that takes requests, refuses them, or answers nonsense. */
@Timeout(60)
class HttpRewardTest {

    /** What the server does with the next request; it scores when there is nothing. */
    private interface Reaction {
        void to(HttpExchange exchange) throws IOException;
    }

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Queue<Reaction> reactions = new ConcurrentLinkedQueue<>();
    private final List<String> keys = new ArrayList<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/score", this::react);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void react(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            synchronized (keys) {
                keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            }
            Reaction next = reactions.poll();
            if (next == null) {
                String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                answer(exchange, 200, LengthChecker.reply(request));
            } else {
                next.to(exchange);
            }
        } finally {
            now.decrementAndGet();
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void aServerScoresAGroup() throws Exception {
        assertThat(reward(0).score(group("abc", "unclear")))
                .containsExactly(Score.of(0.2), Score.unscorable("it can be read in two ways"));
        assertThat(keys).containsExactly("null");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aRequestThatWasNotTakenIsRepeated(int status) throws Exception {
        reactions.add(exchange -> answer(exchange, status, "busy"));
        reactions.add(exchange -> answer(exchange, status, "busy"));
        assertThat(reward(2).score(group("abc"))).containsExactly(Score.of(0.2));
        assertThat(metrics.sums()).containsEntry("http/retries", 2.0).containsEntry("http/requests", 1.0);
    }

    @Test
    void aConnectionThatBreaksIsARequestThatWasNotTaken() throws Exception {
        reactions.add(HttpExchange::close);
        assertThat(reward(1).score(group("abc"))).containsExactly(Score.of(0.2));
    }

    @Test
    void afterTheLastRetryTheGroupFails() throws Exception {
        reactions.add(exchange -> answer(exchange, 503, "busy"));
        reactions.add(exchange -> answer(exchange, 503, "still busy"));
        assertThat(failure(reward(1))).endsWith(": status 503, still busy, after 1 retries");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 302})
    void anyOtherStatusFailsAtOnce(int status) throws Exception {
        reactions.add(exchange -> answer(exchange, status, "not so"));
        assertThat(failure(reward(3))).contains("status " + status + ", not so");
        assertThat(metrics.sums()).containsEntry("http/retries", 0.0);
    }

    @Test
    void aReplyThatCanNotBeReadFailsTheGroup() throws Exception {
        reactions.add(exchange -> answer(exchange, 200, "<html>hello</html>"));
        assertThat(failure(reward(3))).startsWith("http://127.0.0.1:").contains("the reply is no JSON");
    }

    @Test
    void aWaitThatTheServerAsksForAndThatThereIsNoTimeForIsNotBegun() throws Exception {
        reactions.add(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3600");
            answer(exchange, 429, "later");
        });
        List<Score> scores = reward(3).score(group("abc"), Deadline.in(Duration.ofSeconds(30)));
        assertThat(scores).singleElement().isInstanceOf(Score.TimedOut.class);
    }

    @Test
    void aServerThatDoesNotAnswerIsTimedOut() throws Exception {
        reactions.add(exchange -> {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        HttpReward reward = new HttpReward(config("", 0.2, 3, 16), metrics);
        assertThat(reward.score(group("abc"), Deadline.in(Duration.ofSeconds(30))))
                .singleElement()
                .isInstanceOf(Score.TimedOut.class);
    }

    @Test
    void theKeyIsSentAndNeverShown() throws Exception {
        HttpReward reward = new HttpReward(config("KEY", 30, 0, 16), metrics, Map.of("KEY", "s3cret")::get);
        reactions.add(exchange -> answer(exchange, 401, "no such key: s3cret"));
        assertThat(failure(reward)).contains("no such key: (the key)").doesNotContain("s3cret");
        reactions.add(exchange -> answer(exchange, 200, "{\"error\": \"s3cret is blocked\"}"));
        assertThat(failure(reward)).doesNotContain("s3cret");
        assertThat(keys).containsOnly("Bearer s3cret");
    }

    @Test
    void aKeyThatIsNotSetIsAskedFor() {
        assertThatThrownBy(() -> new HttpReward(config("KEY", 30, 0, 16), metrics, name -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.apiKeyVariable names the environment variable KEY, which is not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost:8000", "ftp://host/x", "http://user:s3cret@host/x", "http://host/ x?key=s3cret"})
    void anAddressThatIsNoneIsRefusedWithoutItsKey(String url) {
        HttpReward.Config config = new HttpReward.Config(url, "", 1, 0, 0, 0, 1);
        assertThatThrownBy(() -> new HttpReward(config, metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.url is '")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void nomoreRequestsAreUnderWayThanTheSettingSays() throws Exception {
        HttpReward reward = new HttpReward(config("", 30, 0, 2), metrics);
        List<Future<List<Score>>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(threads.submit(() -> reward.score(group("abc"), Deadline.in(Duration.ofSeconds(50)))));
        }
        for (Future<List<Score>> call : calls) {
            assertThat(call.get()).containsExactly(Score.of(0.2));
        }
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void aWaitIsInSecondsOrADate() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
        assertThat(Waits.asked("7", clock)).contains(Duration.ofSeconds(7));
        assertThat(Waits.asked("Thu, 1 Jan 2026 00:01:00 GMT", clock)).contains(Duration.ofMinutes(1));
        assertThat(Waits.asked("Wed, 31 Dec 2025 00:01:00 GMT", clock)).contains(Duration.ZERO);
        assertThat(Waits.asked("soon", clock)).isEmpty();
    }

    @Test
    void waitsGrowUpToALimit() {
        for (int retry = 0; retry < 80; retry++) {
            double seconds = Waits.before(retry, 0.5, 4, 9).toNanos() / 1e9;
            double full = Math.min(0.5 * Math.pow(2, retry), 4);
            assertThat(seconds).isBetween(full / 2, full);
        }
    }

    private HttpReward reward(int retries) {
        return new HttpReward(config("", 30, retries, 16), metrics);
    }

    private HttpReward.Config config(String variable, double seconds, int retries, int concurrency) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/score";
        return new HttpReward.Config(url, variable, seconds, retries, 0.01, 0.02, concurrency);
    }

    private static Group group(String... responses) {
        return Samples.group(Samples.prompt("p", "q"), responses);
    }

    private static String failure(HttpReward reward) throws InterruptedException {
        Score score = reward.score(group("abc")).get(0);
        assertThat(score).isInstanceOf(Score.Failed.class);
        return ((Score.Failed) score).reason();
    }
}
