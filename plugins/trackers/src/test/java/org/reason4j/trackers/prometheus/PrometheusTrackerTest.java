package org.reason4j.trackers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.trackers.Run;

class PrometheusTrackerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private PrometheusTracker tracker(PrometheusConfig config) {
        return new PrometheusTracker(config, Run.in(directory), CLOCK);
    }

    private PrometheusTracker serving() {
        return tracker(new PrometheusConfig(true, "127.0.0.1", 0, "", Map.of()));
    }

    private Path targets() {
        return directory.resolve("plugins/trackers/prometheus.json");
    }

    private String address() throws IOException {
        return JsonParser.parseString(Files.readString(targets()))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("targets")
                .get(0)
                .getAsString();
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What a client gets that sends a request as it stands. */
    private String raw(String request) throws IOException {
        int port = Integer.parseInt(address().split(":")[1]);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The same of a client whose connection may be reset, as it still sends. */
    private String cutOff(String request) {
        try {
            return raw(request);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void theMetricsOfTheLastStepAreServed() throws Exception {
        try (PrometheusTracker tracker = serving()) {
            tracker.started(1, 10);
            tracker.measured(Measurement.of(0, Map.of("eval/accuracy", 0.25), List.of()));
            tracker.step(1, Map.of("reward/mean", 0.5, "coach/truncated", 1.0));
            tracker.step(2, Map.of("reward/mean", 0.75, "odd", Double.NaN, "low", Double.NEGATIVE_INFINITY));
            HttpResponse<String> answer = get("http://" + address() + "/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).isEqualTo("""
                            # TYPE reason4j_eval_full_accuracy gauge
                            reason4j_eval_full_accuracy{run="letters"} 0.25
                            # TYPE reason4j_low gauge
                            reason4j_low{run="letters"} -Inf
                            # TYPE reason4j_odd gauge
                            reason4j_odd{run="letters"} NaN
                            # HELP reason4j_reward_mean reward; mean of the composed rewards of the trajectories that were kept, before shaping
                            # TYPE reason4j_reward_mean gauge
                            reason4j_reward_mean{run="letters"} 0.75
                            # TYPE reason4j_run_ended gauge
                            reason4j_run_ended{run="letters"} 0.0
                            # TYPE reason4j_run_failed gauge
                            reason4j_run_failed{run="letters"} 0.0
                            # TYPE reason4j_run_last_step_timestamp_seconds gauge
                            reason4j_run_last_step_timestamp_seconds{run="letters"} 1.7000000005E9
                            # TYPE reason4j_run_step gauge
                            reason4j_run_step{run="letters"} 2.0
                            # TYPE reason4j_run_steps gauge
                            reason4j_run_steps{run="letters"} 10.0
                            """);
        }
        assertThat(targets()).doesNotExist();
    }

    @Test
    void aTextfileIsReplacedAsAWholeAndTellsTheEnd() throws IOException {
        Path file = directory.resolve("collector/letters.prom");
        try (PrometheusTracker tracker =
                tracker(new PrometheusConfig(false, "127.0.0.1", 0, file.toString(), Map.of("team", "a\"b\\")))) {
            tracker.started(1, 10);
            tracker.step(1, Map.of("reward/mean", 0.5));
            tracker.ended(RunEnd.failed(1, 1, new IllegalStateException()));
        }
        assertThat(Files.readAllLines(file))
                .contains(
                        "reason4j_reward_mean{run=\"letters\",team=\"a\\\"b\\\\\"} 0.5",
                        "reason4j_run_failed{run=\"letters\",team=\"a\\\"b\\\\\"} 1.0");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        assertThat(targets()).doesNotExist();
    }

    @Test
    void metricsWhoseNamesBecomeOneAreToldApart() {
        Exposition exposition = new Exposition(HelpTexts.load(), Map.of());
        assertThat(exposition.of(new TreeMap<>(Map.of("a/b", 1.0, "a.b", 2.0, "c", 3.0))))
                .isEqualTo("""
                        # TYPE reason4j_a_b gauge
                        reason4j_a_b{metric="a.b"} 2.0
                        reason4j_a_b{metric="a/b"} 1.0
                        # TYPE reason4j_c gauge
                        reason4j_c{} 3.0
                        """);
    }

    @Test
    void metricsWithTheNameOfARewardHaveItsMeaning() {
        assertThat(HelpTexts.load().of("reward/math/no_answer").orElseThrow())
                .startsWith("share; of the responses in which the reward reads no answer");
        assertThat(HelpTexts.load().of("mine/anything")).isEmpty();
    }

    @Test
    void onlyGetsOfTheMetricsUnderNamesOfThisMachineAreAnswered() throws Exception {
        try (PrometheusTracker tracker = serving()) {
            tracker.started(1, 10);
            assertThat(get("http://" + address() + "/").statusCode()).isEqualTo(404);
            assertThat(raw("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(raw("GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
            assertThat(raw("POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 405 ");
            assertThat(raw("HEAD /metrics?x=1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\n");
            assertThat(raw("GET /metrics HTTP/1.1\nHost: [::1]\n\n")).contains("reason4j_run_steps");
            assertThat(cutOff("GET /" + "a".repeat(20_000))).isEmpty();
            assertThat(get("http://" + address() + "/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatSendsNothingKeepsNobodyWaitingForEver() throws Exception {
        try (ScrapeServer server = new ScrapeServer("127.0.0.1", 0, () -> "text\n", Duration.ofMillis(200));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            silent.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
            assertThat(get("http://127.0.0.1:" + server.port() + "/metrics").body())
                    .isEqualTo("text\n");
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithWhatToDo() throws IOException {
        try (PrometheusTracker first = serving()) {
            first.started(1, 10);
            int port = Integer.parseInt(address().split(":")[1]);
            assertThatThrownBy(() -> tracker(new PrometheusConfig(true, "127.0.0.1", port, "", Map.of()))
                            .started(1, 10))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("can't listen at 127.0.0.1:" + port)
                    .hasMessageContaining("set prometheus.port to another one, or to 0");
        }
    }

    @Test
    void settingsThatGiveNobodyTheMetricsAreRefused() {
        assertThatThrownBy(() -> new PrometheusConfig(false, "127.0.0.1", 0, "", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nobody would get the metrics");
        assertThatThrownBy(() -> new PrometheusConfig(true, "127.0.0.1", 0, "metrics.txt", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must end in .prom");
        assertThatThrownBy(() -> new PrometheusConfig(true, "127.0.0.1", 0, "", Map.of("run", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("prometheus.labels has 'run'");
    }
}
