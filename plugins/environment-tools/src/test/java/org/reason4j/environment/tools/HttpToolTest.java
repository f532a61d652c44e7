package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.environment.tools.Episodes.PROMPT;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;

/** A server of this process that is asked, is busy, breaks connections, hangs, and writes too much. */
class HttpToolTest {

    private static final String KEY = "very-secret-key";

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    private interface Behaviour {
        void answer(HttpExchange exchange, int number) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void behave(Behaviour behaviour) {
        server.createContext("/", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            try {
                behaviour.answer(exchange, requests.size());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/search?key=in-the-query";
    }

    private HttpEndpoint endpoint(HttpEndpoint.Reply reply, boolean idempotent) {
        return new HttpEndpoint(url(), "", "", reply, idempotent, 2, 0.01);
    }

    private static Answer ask(HttpEndpoint endpoint, double deadlineSeconds, String input) throws Exception {
        ToolConfig config = new ToolConfig(
                "search",
                ToolConfig.Kind.HTTP,
                "",
                List.of(),
                Optional.of(endpoint),
                Optional.empty(),
                List.of(),
                Map.of(),
                4,
                deadlineSeconds,
                1);
        try (HttpTool tool = new HttpTool(config, Map.of("SEARCH_KEY", KEY)::get)) {
            return tool.begin(new EpisodeKey(PROMPT, 3)).answer(new Call("search", input), 2);
        }
    }

    private void fails(HttpEndpoint endpoint, double deadlineSeconds, String... messages) {
        assertThatThrownBy(() -> ask(endpoint, deadlineSeconds, "rivers"))
                .isInstanceOf(ToolFailure.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(messages).doesNotContain("in-the-query", KEY));
    }

    @Test
    void aCallIsTheRequestOfAProgramAndSoIsItsReply() throws Exception {
        behave((exchange, number) -> send(exchange, 200, "{\"output\": \"π\", \"reward\": 0.5}"));
        assertThat(ask(endpoint(HttpEndpoint.Reply.PROTOCOL, false), 30, "say \"π\""))
                .isEqualTo(new Answer.Output("π", 0.5));
        assertThat(requests)
                .containsExactly(
                        "{\"tool\":\"search\",\"input\":\"say \\\"π\\\"\",\"prompt\":\"p1\",\"fields\":{\"answer\":"
                                + "\"36\"},\"sample\":3,\"turn\":2}");
    }

    @Test
    void aTemplateMakesTheRequestOfAnyServerAndItsTextIsTheOutput() throws Exception {
        behave((exchange, number) -> send(exchange, 201, "a {text}"));
        HttpEndpoint endpoint = new HttpEndpoint(
                url(), "SEARCH_KEY", "{\"query\": {input}, \"top\": 3}", HttpEndpoint.Reply.TEXT, false, 0, 0);
        assertThat(ask(endpoint, 30, "say \"hi\"")).isEqualTo(new Answer.Output("a {text}", 0));
        assertThat(requests).containsExactly("{\"query\": \"say \\\"hi\\\"\", \"top\": 3}");
        assertThat(keys).containsExactly("Bearer " + KEY);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aServerThatIsBusyIsAskedAgain(int status) throws Exception {
        behave((exchange, number) -> {
            exchange.getResponseHeaders().add("Retry-After", "0");
            send(exchange, number < 3 ? status : 200, "{\"output\": \"" + number + "\"}");
        });
        assertThat(ask(endpoint(HttpEndpoint.Reply.PROTOCOL, false), 30, "x")).isEqualTo(new Answer.Output("3", 0));
    }

    @ParameterizedTest
    @CsvSource({"500, false, 1", "500, true, 3", "502, true, 3", "404, true, 1", "301, true, 1"})
    void aCallThatMayHaveBegunIsRepeatedOnlyWhereThatIsSafe(int status, boolean idempotent, int attempts) {
        behave((exchange, number) -> send(exchange, status, "out of paper"));
        fails(
                endpoint(HttpEndpoint.Reply.PROTOCOL, idempotent),
                30,
                "Server http://127.0.0.1:",
                "of tool 'search' answered with status " + status + ". The reply: 'out of paper'");
        assertThat(requests).hasSize(attempts);
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 3"})
    void aBrokenConnectionIsRepeatedOnlyWhereThatIsSafe(boolean idempotent, int attempts) {
        behave((exchange, number) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });
        fails(endpoint(HttpEndpoint.Reply.PROTOCOL, idempotent), 30, "of tool 'search' broke the connection");
        assertThat(requests).hasSize(attempts);
    }

    @ParameterizedTest
    @CsvSource({"400, no such field, no such field", "422, '', status 422"})
    void aRefusalIsReadByThePolicy(int status, String body, String reason) throws Exception {
        behave((exchange, number) -> send(exchange, status, body));
        assertThat(ask(endpoint(HttpEndpoint.Reply.TEXT, false), 30, "x")).isEqualTo(new Answer.Refusal(reason));
    }

    @Test
    void aServerThatHangsMissesTheDeadline() {
        behave((exchange, number) -> TimeUnit.SECONDS.sleep(60));
        fails(endpoint(HttpEndpoint.Reply.TEXT, true), 0.5, "did not answer within 0.5 seconds");
    }

    @Test
    void aReplyWithoutEndIsCutOff() {
        behave((exchange, number) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 16];
            while (true) {
                exchange.getResponseBody().write(part);
            }
        });
        fails(endpoint(HttpEndpoint.Reply.TEXT, false), 30, "its reply has more than 1048576 bytes");
    }

    @Test
    void aReplyThatIsNoneQuotesNoKey() {
        behave((exchange, number) -> send(exchange, 200, "key " + KEY));
        HttpEndpoint endpoint = new HttpEndpoint(url(), "SEARCH_KEY", "", HttpEndpoint.Reply.PROTOCOL, false, 0, 0);
        fails(endpoint, 30, "wrote a reply that can't be read");
    }

    @Test
    void noServerIsAFailureAfterTheRetries() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        HttpEndpoint endpoint =
                new HttpEndpoint("http://127.0.0.1:" + port + "/", "", "", HttpEndpoint.Reply.TEXT, false, 2, 0.01);
        fails(endpoint, 30, "of tool 'search' has no connection", ", after 2 retries");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> HttpEndpoint.of("http://me:" + KEY + "@127.0.0.1/"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("got 'http://127.0.0.1/'");
        assertThatThrownBy(() -> new HttpEndpoint(url(), "", "{}", HttpEndpoint.Reply.TEXT, false, 0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bodyTemplate must contain {input}");
        HttpEndpoint endpoint = new HttpEndpoint(url(), "NOT_SET_4711", "", HttpEndpoint.Reply.TEXT, false, 0, 0);
        assertThatThrownBy(() -> ask(endpoint, 1, "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("names the environment variable NOT_SET_4711");
    }
}
