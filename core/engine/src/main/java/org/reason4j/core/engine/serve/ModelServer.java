package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.LiveDecoder;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/**
 * Serves a model over HTTP: {@code /v1/completions}, {@code /v1/chat/completions}, {@code /v1/models} and {@code /health}.
 *
 * <p>The responses to all requests are decoded in one batch. A response is a function of prompt, settings and seed, not of
 * what is decoded beside it. More responses than fit into slots and queue are refused with status 429. {@link ServerLimits}
 * bounds what clients can take up, {@link ClientRules} which of them are answered.
 */
public final class ModelServer implements AutoCloseable {

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(10);
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(2);

    private final String name;
    private final LanguageModel model;
    private final RequestReader reader;
    private final RequestBodies bodies;
    private final Admission admission;
    private final LiveDecoder decoder;
    private final Completions completions;
    private final HttpDoor door;
    private volatile boolean closing;

    /**
     * Starts to serve.
     *
     * @param name the model's name in requests
     * @param model used by this server alone until it is closed
     * @param chatTemplate writes a conversation as the text that the model is to continue, given further arguments of the
     *     template; called by many threads
     * @throws ConfigException if the address is taken or does not belong to this machine
     */
    public ModelServer(
            String name,
            LanguageModel model,
            SequenceTokenizer tokenizer,
            BiFunction<List<Message>, Map<String, @Nullable Object>, String> chatTemplate,
            ServerSettings settings) {
        this.name = name;
        this.model = model;
        ServerLimits limits = settings.limits();
        reader = new RequestReader(name, model.config(), tokenizer, chatTemplate, limits);
        bodies = new RequestBodies(limits);
        door = new HttpDoor(settings, "Choose another --port or --host.");
        admission = new Admission(
                settings.clients(), settings.host(), door.address().getAddress(), true);
        decoder = new LiveDecoder(model, tokenizer, limits.slots(), 0);
        completions = new Completions(name, tokenizer, decoder, limits);
        door.start(this::answer, settings.clients().origins());
    }

    /** Address that it listens at. */
    public InetSocketAddress address() {
        return door.address();
    }

    private void answer(Request request, ResponseWriter response) throws ApiError, IOException, InterruptedException {
        String path = Optional.ofNullable(request.getHttpURI().getDecodedPath()).orElse("");
        admission.checkSource(request.getHeaders());
        if (!path.equals("/health")) { // health checks have no key
            admission.checkKey(request.getHeaders());
        }
        if (closing) {
            throw ApiError.closing();
        }
        switch (path) {
            case "/health" -> {
                require("GET", request);
                response.json(200, health());
            }
            case "/v1/models" -> {
                require("GET", request);
                ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
                list.putArray("data").add(described());
                response.json(200, list);
            }
            case "/v1/completions" -> completions.answer(read(request, reader::completion), response);
            case "/v1/chat/completions" -> completions.answer(read(request, reader::chat), response);
            default -> {
                if (!path.equals("/v1/models/" + name)) {
                    throw ApiError.notFound("There is nothing at " + ApiError.excerpt(path) + ".", null);
                }
                require("GET", request);
                response.json(200, described());
            }
        }
    }

    private static void require(String expected, Request request) throws ApiError {
        if (!expected.equals(request.getMethod())) {
            throw ApiError.wrongMethod(expected);
        }
    }

    /** Reads the body of a request. */
    private interface BodyReader {
        CompletionRequest read(byte[] body) throws ApiError;
    }

    private CompletionRequest read(Request request, BodyReader body) throws ApiError, IOException {
        require("POST", request);
        requireJson(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        try (RequestBodies.Body found = bodies.read(request)) {
            return body.read(found.bytes());
        }
    }

    /** A page can post any other type without being asked for permission first. */
    private static void requireJson(@Nullable String type) throws ApiError {
        String found = type == null ? "" : type.split(";", 2)[0].strip();
        if (!found.equalsIgnoreCase("application/json")) {
            throw ApiError.wrongType(
                    "The header 'Content-Type' is '" + ApiError.excerpt(found) + "', expected application/json.");
        }
    }

    private ObjectNode health() throws ApiError {
        Optional<Throwable> failure = completions.failure();
        if (failure.isPresent()) {
            throw ApiError.ended(failure.get());
        }
        return JsonNodeFactory.instance.objectNode().put("status", "ok").put("model", name);
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

    /** Number of responses that could be written or wait in addition to those that are. */
    int room() {
        return completions.room();
    }

    /** Refuses new requests, gives those under way some seconds, cancels the rest and stops listening. */
    @Override
    public void close() {
        closing = true;
        awaitIdle(LONGEST_DRAIN);
        try {
            decoder.close();
            awaitIdle(LONGEST_CANCEL); // for the answers to cancelled requests
        } finally {
            door.close();
        }
    }

    private void awaitIdle(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (door.open() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) { // the caller has no more time
            Thread.currentThread().interrupt();
        }
    }
}
