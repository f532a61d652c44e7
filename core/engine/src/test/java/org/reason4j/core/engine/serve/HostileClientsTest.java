package org.reason4j.core.engine.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/** Clients that send too much, too slowly, the wrong thing or to the wrong name, over plain sockets. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int SLOTS = 16;
    private static final int QUEUE = 10_000;
    private static final int BODY = 32 << 20;
    private static final String SMALL = "{'prompt': 'ab', 'max_tokens': 2}";

    private final AtomicLong tokenized = new AtomicLong(); // characters
    private LanguageModel model;
    private ModelTokenizer tokenizer;
    private ModelServer server;
    private CompletableFuture<Reply> slowHeaders;
    private CompletableFuture<Reply> slowBody;
    private CompletableFuture<Reply> silentBody;

    @BeforeAll
    void start() {
        model = model();
        tokenizer = ModelTokenizer.open(TinyModels.directory(TinyModels.LLAMA), model.config());
        server = server(model, limits(300), ClientRules.DEFAULTS);
        slowHeaders = CompletableFuture.supplyAsync(() -> trickle("POST /v1/completions HTTP/1.1\r\nX: "));
        slowBody = CompletableFuture.supplyAsync(() -> trickle(head("/v1/completions", 1000)));
        silentBody = CompletableFuture.supplyAsync(() -> send(server, head("/v1/completions", 1000)));
    }

    @AfterAll
    void stop() {
        server.close();
        tokenizer.close();
        model.close();
    }

    private static LanguageModel model() {
        return LanguageModel.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32);
    }

    private static ServerLimits limits(int connections) {
        return new ServerLimits(SLOTS, QUEUE, 800, 0, connections, BODY, PATIENCE, PATIENCE);
    }

    private ModelServer server(LanguageModel served, ServerLimits limits, ClientRules rules) {
        ServerSettings settings = new ServerSettings("127.0.0.1", 0, limits, rules);
        return new ModelServer(
                "tiny", served, watched(), ChatFormat.read(TinyModels.directory(TinyModels.LLAMA))::prompt, settings);
    }

    /** Counts characters that are tokenized, and has no memory for one text. */
    private SequenceTokenizer watched() {
        return (SequenceTokenizer) Proxy.newProxyInstance(
                SequenceTokenizer.class.getClassLoader(),
                new Class<?>[] {SequenceTokenizer.class},
                (proxy, method, arguments) -> {
                    if (Set.of("begin", "rendered").contains(method.getName())) {
                        tokenized.addAndGet(((String) arguments[0]).length());
                        if (arguments[0].equals("much memory")) {
                            throw new OutOfMemoryError("Java heap space");
                        }
                    }
                    try {
                        return method.invoke(tokenizer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    // Slow clients; all of them are at work at the same time

    @Test
    void aRequestWhoseHeadersTrickleIsGivenUp() throws Exception {
        assertThat(slowHeaders.get(60, TimeUnit.SECONDS).seconds()).isBetween(1.0, 40.0);
    }

    @Test
    void aRequestWhoseBodyTricklesIsGivenUpAndToldSo() throws Exception {
        Reply reply = slowBody.get(60, TimeUnit.SECONDS);
        assertThat(reply.seconds()).isBetween(1.0, 40.0);
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.message()).isEqualTo("The request has not arrived within 2 seconds.");
    }

    @Test
    void aRequestWithoutABodyIsGivenUpAndToldSo() throws Exception {
        Reply reply = silentBody.get(60, TimeUnit.SECONDS);
        assertThat(reply.seconds()).isBetween(1.0, 40.0);
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.message()).contains("The request has not arrived");
    }

    /** Asks for more than buffers hold: the prompt is repeated before every response. */
    private static String large(int responses) {
        return "{'prompt': '" + "ab".repeat(400) + "', 'n': " + responses
                + ", 'echo': true, 'stream': true, 'max_tokens': 1}";
    }

    /** One never reads; the other takes a little now and then, so that its connection is never idle. */
    @Test
    void clientsThatDoNotTakeTheirAnswersHarmNobodyAndAreGivenUp() throws Exception {
        try (LanguageModel own = model();
                ModelServer patient = server(own, limits(200), ClientRules.DEFAULTS);
                Socket never = connect(patient);
                Socket seldom = connect(patient)) {
            write(never, post("/v1/completions", large(4000)));
            write(seldom, post("/v1/completions", large(4000)));
            AtomicLong taken = new AtomicLong();
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> readSlowly(seldom, taken));
            await().atMost(Duration.ofSeconds(20)).until(() -> patient.room() == SLOTS + QUEUE - 8000);
            assertThat(send(patient, post("/v1/completions", SMALL)).status()).isEqualTo(200);
            assertThat(patient.room()).as("the others are still there").isLessThanOrEqualTo(SLOTS + QUEUE - 8000);
            await().atMost(Duration.ofSeconds(30)).until(() -> patient.room() == SLOTS + QUEUE);
            assertThat(taken.get()).as("bytes, of more than three million").isLessThan(1_000_000);
            seldom.close();
            reading.get(30, TimeUnit.SECONDS);
        }
    }

    private static void readSlowly(Socket socket, AtomicLong taken) {
        try {
            for (int length = 1; length > 0; taken.addAndGet(length)) {
                length = socket.getInputStream().readNBytes(2000).length;
                TimeUnit.MILLISECONDS.sleep(300);
            }
        } catch (IOException e) { // the test has closed it
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerThatTakesTooLongIsGivenUpAndToldSo() throws Exception {
        Reply reply = send(server, post("/v1/completions", "{'prompt': 'ab', 'max_tokens': 800, 'n': 5000}"));
        assertThat(reply.status()).as("begun before").isEqualTo(200);
        assertThat(reply.text()).contains("The responses were not complete within 2 seconds.");
        assertThat(reply.seconds()).isBetween(1.0, 40.0);
    }

    // Many

    @Test
    void idleConnectionsLeaveRoomForOthersAndAreClosed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                sockets.add(connect(server));
            }
            assertThat(send(server, post("/v1/completions", SMALL)).status()).isEqualTo(200);
            for (Socket socket : sockets) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void moreConnectionsThanAllowedWaitForOneToBeClosed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (LanguageModel own = model();
                ModelServer small = server(own, limits(4), ClientRules.DEFAULTS)) {
            for (int i = 0; i < 7; i++) { // some of them wait in the system's queue
                sockets.add(connect(small));
            }
            assertThat(send(small, post("/v1/completions", SMALL)).status()).isEqualTo(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    // Too large

    @Test
    void aPromptThatCannotFitIsRefusedBeforeItIsTokenized() throws Exception {
        for (String text : List.of("ab", " ")) {
            long before = tokenized.get();
            String prompt = text.repeat(15_000_000 / text.length());
            Reply completion = send(server, post("/v1/completions", "{'prompt': '" + prompt + "'}"));
            assertThat(completion.status()).isEqualTo(400);
            assertThat(completion.message()).contains("the model has 1024 positions");
            Reply chat = send(
                    server,
                    post("/v1/chat/completions", "{'messages': [{'role': 'user', 'content': '" + prompt + "'}]}"));
            assertThat(chat.status()).isEqualTo(400);
            assertThat(tokenized.get() - before).isLessThan(100_000);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatIsTooLargeIsRefused(boolean chunked) {
        String head = "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\n";
        String body = "a".repeat(BODY + 1);
        String request = chunked
                ? head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                        + "\r\n0\r\n\r\n"
                : head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        Reply reply = send(server, request);
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.message()).isEqualTo("The request has more than " + BODY + " bytes.");
    }

    @Test
    void aClientThatAsksFirstIsRefusedBeforeItSends() {
        Reply reply =
                send(server, head("/v1/completions", BODY + 1).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void bodiesThatAreKeptUnfinishedTakeUpBoundedMemory() throws Exception {
        int most = 1 << 20;
        ServerLimits limits = new ServerLimits(
                SLOTS, QUEUE, 800, 0, 200, most, Duration.ofSeconds(60), ServerLimits.DEFAULTS.answer());
        List<Socket> sockets = new ArrayList<>();
        try (LanguageModel own = model();
                ModelServer patient = server(own, limits, ClientRules.DEFAULTS)) {
            for (int i = 0; i < 16; i++) {
                sockets.add(connect(patient));
                write(sockets.get(i), head("/v1/completions", most) + "a".repeat(most - 1));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> send(patient, post("/v1/completions", SMALL)).status() == 429);
            assertThat(send(patient, get("/health")).status()).isEqualTo(200);
            for (Socket socket : sockets) {
                socket.close();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> send(patient, post("/v1/completions", SMALL)).status() == 200);
        }
    }

    @Test
    void aRequestThatFindsNoMemoryIsRefusedAndTheServerGoesOn() throws Exception {
        Reply reply = send(server, post("/v1/completions", "{'prompt': 'much memory'}"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.head()).contains("Retry-After: 1");
        assertThat(reply.message()).contains("too little memory");
        assertThat(send(server, post("/v1/completions", SMALL)).status()).isEqualTo(200);
    }

    // No HTTP

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish\r\n\r\n",
                "GET\r\n\r\n",
                "\0\1\2\3\r\n\r\n",
                "GET /health\r\n\r\n",
                "GET /health HTTP/7.0\r\nHost: localhost\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET mailto:me HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nBro ken: 1\r\n\r\n",
                "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
                "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nno length\r\n\r\n",
            })
    void whatIsNoHttpIsRefusedInJson(String request) {
        Reply reply = send(server, request);
        assertThat(reply.status()).isBetween(400, 505);
        assertThat(reply.head()).contains("application/json");
        assertThat(reply.message()).isNotBlank();
    }

    @Test
    void headersThatAreTooLargeAreRefusedInJson() {
        Reply reply = send(server, "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(1 << 17) + "\r\n\r\n");
        assertThat(reply.status()).isEqualTo(431);
        assertThat(reply.message()).isNotBlank();
    }

    // The wrong name, page, type or key

    @ParameterizedTest
    @CsvSource({
        "evil.example,      403, host_not_allowed",
        "evil.example:80,   403, host_not_allowed",
        "localhost.evil,    403, host_not_allowed",
        "127.0.0.1.evil.example, 403, host_not_allowed",
        "192.168.1.1,       403, host_not_allowed",
        "localhost,         200, ",
        "LOCALHOST:1,       200, ",
        "localhost.,        200, ",
        "127.0.0.1:8000,    200, ",
        "[::1]:8000,        200, ",
    })
    void onlyNamesOfTheServerAreAnswered(String host, int status, String code) {
        Reply reply = send(server, "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        if (code != null) {
            assertThat(reply.error().get("code").asText()).isEqualTo(code);
            assertThat(reply.message()).contains("--allow-host");
        }
    }

    @Test
    void aPageIsAnsweredOnlyIfItsOriginIsAllowed() throws Exception {
        Reply reply = send(server, withHeader(post("/v1/completions", SMALL), "Origin: https://page.example"));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.error().get("code").asText()).isEqualTo("origin_not_allowed");
        assertThat(reply.head()).doesNotContain("Access-Control");

        ClientRules rules = new ClientRules(Set.of("judge"), Set.of("https://page.example"), Optional.empty());
        try (LanguageModel own = model();
                ModelServer open = server(own, limits(200), rules)) {
            Reply answer = send(open, withHeader(post("/v1/completions", SMALL), "Origin: https://page.example"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head()).contains("Access-Control-Allow-Origin: https://page.example");
            Reply other = send(open, withHeader(post("/v1/completions", SMALL), "Origin: https://pageXexample"));
            assertThat(other.status()).isEqualTo(403);
            Reply asked = send(
                    open,
                    "OPTIONS /v1/completions HTTP/1.1\r\nHost: judge:8000\r\nOrigin: https://page.example\r\n"
                            + "Access-Control-Request-Method: POST\r\n"
                            + "Access-Control-Request-Headers: content-type\r\nConnection: close\r\n\r\n");
            assertThat(asked.head()).contains("Access-Control-Allow-Headers: ").contains("Content-Type");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,                        415",
        "application/x-www-form-urlencoded, 415",
        "application/jsonp,                 415",
        "application/json; charset=utf-8,   200",
        "Application/JSON,                  200",
    })
    void onlyJsonIsRead(String type, int status) {
        Reply reply = send(server, post("/v1/completions", SMALL).replace("application/json", type));
        assertThat(reply.status()).isEqualTo(status);
        if (status == 415) {
            assertThat(reply.message()).contains(type, "expected application/json");
        }
    }

    @Test
    void withoutTheKeyNothingButTheHealthIsTold() throws Exception {
        ClientRules rules = new ClientRules(Set.of(), Set.of(), Optional.of("sesame"));
        assertThat(rules.toString()).doesNotContain("sesame");
        try (LanguageModel own = model();
                ModelServer locked = server(own, limits(200), rules)) {
            String request = post("/v1/completions", SMALL);
            for (String sent : List.of("X: y", "Authorization: Bearer sesam", "Authorization: Basic sesame")) {
                Reply reply = send(locked, withHeader(request, sent));
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.head()).contains("WWW-Authenticate: Bearer");
                assertThat(reply.error().get("code").asText()).isEqualTo("invalid_api_key");
                assertThat(reply.text()).doesNotContain("sesam");
            }
            assertThat(send(locked, get("/v1/models")).status()).isEqualTo(401);
            assertThat(send(locked, get("/health")).status()).isEqualTo(200);
            assertThat(send(locked, withHeader(request, "Authorization: Bearer sesame"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theWrongMethodIsToldTheRightOne() {
        Reply reply = send(server, get("/v1/completions"));
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.head()).contains("Allow: POST");
    }

    // Sockets

    /** What was received until the connection was closed. */
    private record Reply(String text, double seconds) {

        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        String head() {
            return text.substring(0, Math.max(0, text.indexOf("\r\n\r\n")));
        }

        JsonNode error() {
            try {
                return JSON.readTree(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1))
                        .get("error");
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        String message() {
            return error().get("message").asText();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static Socket connect(ModelServer to) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress("127.0.0.1", to.address().getPort()), 30_000);
        return socket;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static String head(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String post(String path, String body) {
        String json = body.replace('\'', '"');
        return head(path, json.getBytes(UTF_8).length) + json;
    }

    private static String withHeader(String request, String header) {
        return request.replaceFirst("\r\n", "\r\n" + header + "\r\n");
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** Sends, and receives until the server closes the connection. */
    private static Reply send(ModelServer to, String request) {
        long start = System.nanoTime();
        try (Socket socket = new Socket("127.0.0.1", to.address().getPort())) {
            socket.setSoTimeout(60_000);
            write(socket, request);
            return new Reply(new String(socket.getInputStream().readAllBytes(), UTF_8), seconds(start));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a beginning and then a byte now and then, until the server has enough. */
    private Reply trickle(String beginning) {
        long start = System.nanoTime();
        StringBuilder received = new StringBuilder();
        try (Socket socket = connect(server)) {
            write(socket, beginning);
            socket.setSoTimeout(200);
            while (seconds(start) < 50) {
                write(socket, "a");
                try {
                    byte[] piece = socket.getInputStream().readNBytes(1);
                    if (piece.length == 0) {
                        break;
                    }
                    received.append(new String(piece, US_ASCII));
                    socket.setSoTimeout(5000);
                    received.append(new String(socket.getInputStream().readAllBytes(), US_ASCII));
                    break;
                } catch (java.net.SocketTimeoutException e) {
                    continue; // nothing yet
                }
            }
        } catch (IOException e) { // closed while it wrote
            return new Reply(received.toString(), seconds(start));
        }
        return new Reply(received.toString(), seconds(start));
    }
}
