package org.reason4j.core.engine.serve;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.LiveDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a model over HTTP: {@code /v1/completions}, {@code /v1/chat/completions}, {@code /v1/models} and {@code /health}.
 *
 * <p>The responses to all requests are decoded in one batch. A response is a function of prompt, settings and seed, not of
 * what is decoded beside it. More responses than fit into slots and queue are refused with status 429. While a client
 * waits, something is sent every second, so that one that has gone is noticed and its responses are given up.
 */
public final class ModelServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 16 << 20;
    private static final int PENDING_CONNECTIONS = 128;

    /** Seconds in which a request must have arrived, and an answer must have been taken. */
    private static final int LONGEST_ARRIVAL = 60;

    private static final int LONGEST_ANSWER = 3600;

    /**
     * Settings of a server.
     *
     * @param host name or address to listen at
     * @param port its port; 0 for any that is free
     * @param slots most responses decoded together
     * @param queue most responses that wait for a slot
     * @param maxTokens longest response
     */
    public record Settings(String host, int port, int slots, int queue, int maxTokens) {
        public Settings {
            check(port >= 0 && port <= 65535, "--port is %s, expected 0 to 65535", port);
            check(slots > 0, "--slots must be positive, got %s", slots);
            check(queue >= 0, "--queue must be 0 or positive, got %s", queue);
            check(maxTokens > 0, "--max-tokens must be positive, got %s", maxTokens);
        }
    }

    private final String name;
    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final RequestReader reader;
    private final LiveDecoder decoder;
    private final Semaphore room;
    private final HttpServer http;
    private final ExecutorService handlers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "serve");
        thread.setDaemon(true);
        return thread;
    });
    private final Clock clock = Clock.systemUTC();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closing;

    /**
     * Starts to serve.
     *
     * @param name the model's name in requests
     * @param model used by this server alone until it is closed
     * @throws ConfigException if the address is taken or does not belong to this machine
     */
    public ModelServer(String name, LanguageModel model, Tokenizer tokenizer, Settings settings) {
        this.name = name;
        this.model = model;
        this.tokenizer = tokenizer;
        int most = settings.slots() + settings.queue();
        reader = new RequestReader(name, model.config(), tokenizer, settings.maxTokens(), most);
        room = new Semaphore(most);
        http = listen(settings);
        decoder = new LiveDecoder(model, tokenizer, settings.slots(), 0);
        http.createContext("/", this::handle);
        http.setExecutor(handlers);
        http.start();
    }

    private static HttpServer listen(Settings settings) {
        // read once, when the JDK's server is used for the first time; without them a client could hold a thread
        // forever
        setUnlessGiven("sun.net.httpserver.maxReqTime", LONGEST_ARRIVAL);
        setUnlessGiven("sun.net.httpserver.maxRspTime", LONGEST_ANSWER);
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        check(!address.isUnresolved(), "--host is '%s', which is no address that is known here", settings.host());
        try {
            return HttpServer.create(address, PENDING_CONNECTIONS);
        } catch (IOException e) {
            throw new ConfigException(
                    "Can't listen at " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + ". Choose another --port or --host.",
                    e);
        }
    }

    private static void setUnlessGiven(String property, int seconds) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(seconds));
        }
    }

    /** Address that it listens at. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        open.incrementAndGet();
        ResponseWriter response = new ResponseWriter(exchange);
        try (exchange) {
            try {
                answer(exchange, response);
            } catch (ApiError e) {
                refuse(exchange, response, e);
            } catch (CancellationException e) {
                refuse(exchange, response, ApiError.closing());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                refuse(exchange, response, ApiError.closing());
            } catch (RuntimeException e) {
                LOG.error("A request could not be answered", e);
                refuse(exchange, response, ApiError.broken("The request could not be answered: " + e.getMessage()));
            }
        } catch (IOException e) {
            LOG.debug("The client {} has gone: {}", exchange.getRemoteAddress(), e.toString());
            throw e;
        } finally {
            open.decrementAndGet();
        }
    }

    private static void refuse(HttpExchange exchange, ResponseWriter response, ApiError error) throws IOException {
        if (error.status() == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        if (response.begun()
                && "text/event-stream".equals(exchange.getResponseHeaders().getFirst("Content-Type"))) {
            response.event(error.json()); // and no [DONE]
        } else {
            response.json(error.status(), error.json());
        }
    }

    private void answer(HttpExchange exchange, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        byte[] body = body(exchange);
        if (closing) {
            throw ApiError.closing();
        }
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        switch (path) {
            case "/health" -> {
                require("GET", method);
                requireDecoder();
                ObjectNode healthy = JsonNodeFactory.instance.objectNode().put("status", "ok");
                response.json(200, healthy.put("model", name));
            }
            case "/v1/models" -> {
                require("GET", method);
                ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
                list.putArray("data").add(described());
                response.json(200, list);
            }
            case "/v1/completions" -> {
                require("POST", method);
                complete(reader.completion(body), response);
            }
            case "/v1/chat/completions" -> {
                require("POST", method);
                complete(reader.chat(body), response);
            }
            default -> {
                if (!path.equals("/v1/models/" + name)) {
                    throw ApiError.notFound("There is nothing at " + path + ".", null);
                }
                require("GET", method);
                response.json(200, described());
            }
        }
    }

    private static byte[] body(HttpExchange exchange) throws ApiError, IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw ApiError.tooLarge(MOST_BYTES);
        }
        return body;
    }

    private static void require(String expected, String method) throws ApiError {
        if (!expected.equals(method)) {
            throw ApiError.wrongMethod(expected);
        }
    }

    private void requireDecoder() throws ApiError {
        Optional<Throwable> failure = decoder.failure();
        if (failure.isPresent()) {
            throw ApiError.unavailable("The decoder has ended: " + failure.get());
        }
    }

    private ObjectNode described() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "reason4j")
                .put("max_model_len", model.config().maxPositions());
    }

    private void complete(CompletionRequest request, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        int wanted = request.responses().size();
        if (!room.tryAcquire(wanted)) {
            throw ApiError.busy("Too many responses are being written or wait; try again later.");
        }
        try (PendingResponses pending = submit(request)) {
            Answers answers = new Answers(request, tokenizer, requests.incrementAndGet(), name, clock.millis() / 1000);
            if (request.stream()) {
                stream(request, pending, answers, response);
            } else {
                whole(request, pending, answers, response);
            }
        } finally {
            room.release(wanted);
        }
    }

    private PendingResponses submit(CompletionRequest request) throws ApiError {
        try {
            return new PendingResponses(decoder, request.responses());
        } catch (ConfigException e) {
            throw ApiError.invalid(null, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            requireDecoder();
            throw ApiError.closing();
        }
    }

    private static void whole(
            CompletionRequest request, PendingResponses pending, Answers answers, ResponseWriter response)
            throws IOException, InterruptedException {
        List<@Nullable Trajectory> complete = unwritten(request);
        long beat = System.nanoTime() + BEAT.toNanos();
        while (complete.contains(null)) {
            Optional<PendingResponses.Event> event = pending.next(BEAT);
            event.flatMap(PendingResponses.Event::complete)
                    .ifPresent(trajectory -> complete.set(event.get().choice(), trajectory));
            if (System.nanoTime() > beat) {
                response.blank();
                beat = System.nanoTime() + BEAT.toNanos();
            }
        }
        response.json(200, answers.whole(written(complete)));
    }

    private void stream(CompletionRequest request, PendingResponses pending, Answers answers, ResponseWriter response)
            throws IOException, InterruptedException {
        List<@Nullable Trajectory> complete = unwritten(request);
        List<Pieces> pieces = new ArrayList<>();
        for (int choice = 0; choice < complete.size(); choice++) {
            pieces.add(new Pieces(
                    tokenizer, request.responses().get(choice).params().stop()));
            response.event(answers.beginning(choice));
        }
        while (complete.contains(null)) {
            Optional<PendingResponses.Event> next = pending.next(BEAT);
            if (next.isEmpty()) {
                response.comment();
                continue;
            }
            PendingResponses.Event event = next.get();
            int choice = event.choice();
            if (event.complete().isPresent()) {
                Trajectory trajectory = event.complete().get();
                complete.set(choice, trajectory);
                response.event(answers.ending(choice, pieces.get(choice).end(trajectory.text()), trajectory));
            } else {
                String text = pieces.get(choice).add(event.tokens());
                if (!text.isEmpty() || request.logprobs()) {
                    response.event(answers.piece(choice, text, event.tokens(), event.logprobs()));
                }
            }
        }
        if (request.usage()) {
            response.event(answers.streamUsage(written(complete)));
        }
        response.done();
    }

    private static List<@Nullable Trajectory> unwritten(CompletionRequest request) {
        return new ArrayList<>(Collections.nCopies(request.responses().size(), null));
    }

    private static List<Trajectory> written(List<@Nullable Trajectory> complete) {
        return complete.stream()
                .map(trajectory -> Objects.requireNonNull(trajectory, "every response is complete"))
                .toList();
    }

    /** Number of responses that could be written or wait in addition to those that are. */
    int room() {
        return room.availablePermits();
    }

    /** Refuses new requests, gives those under way some seconds, cancels the rest and stops listening. */
    @Override
    public void close() {
        closing = true;
        awaitIdle(LONGEST_DRAIN);
        try {
            decoder.close();
            awaitIdle(BEAT.multipliedBy(2)); // for the answers to cancelled requests
        } finally {
            http.stop(0);
            handlers.shutdownNow();
        }
    }

    private void awaitIdle(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (open.get() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) { // the caller has no more time
            Thread.currentThread().interrupt();
        }
    }
}
