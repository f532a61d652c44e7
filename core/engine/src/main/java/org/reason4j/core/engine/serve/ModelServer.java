package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.PromptReuse;
import org.reason4j.core.engine.serve.weights.ServedModels;
import org.reason4j.core.engine.serve.weights.WeightSource;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/**
 * Serves a model over HTTP: {@code /v1/completions}, {@code /v1/chat/completions}, {@code /v1/models}, {@code /health} and
 * {@code /metrics}; for trainers also new weights, adapters and pauses.
 *
 * <p>The responses to all requests are decoded in one batch. A response is a function of prompt, settings and seed, not of
 * what is decoded beside it. More responses than fit into slots and queue are refused with status 429. {@link ServerLimits}
 * bounds what clients can take up, {@link ClientRules} which of them are answered.
 */
public final class ModelServer implements AutoCloseable {

    private static final Set<String> TOLD = Set.of("/health", "/metrics", "/get_model_info", "/v1/models");
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(10);
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(2);

    private final int maxPositions;
    private final RequestReader reader;
    private final RequestBodies bodies;
    private final Admission admission;
    private final ServedModels models;
    private final Administration administration;
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
        this(name, model, tokenizer, chatTemplate, settings, Optional.empty());
    }

    /**
     * Starts to serve a model whose weights may be replaced, and that may get adapters.
     *
     * @param name the model's name in requests
     * @param model used by this server alone until it is closed
     * @param chatTemplate writes a conversation as the text that the model is to continue
     * @param weights where further weights come from; without it there are none
     * @throws ConfigException if the address is taken or does not belong to this machine
     */
    public ModelServer(
            String name,
            LanguageModel model,
            SequenceTokenizer tokenizer,
            BiFunction<List<Message>, Map<String, @Nullable Object>, String> chatTemplate,
            ServerSettings settings,
            Optional<WeightSource> weights) {
        maxPositions = model.config().maxPositions();
        ServerLimits limits = settings.limits();
        bodies = new RequestBodies(limits);
        door = new HttpDoor(settings, "Choose another --port or --host.");
        admission = new Admission(
                settings.clients(), settings.host(), door.address().getAddress(), true);
        models = new ServedModels(
                name, model, tokenizer, limits.slots(), PromptReuse.of(limits.promptCache()), weights, limits.answer());
        reader = new RequestReader(models::names, model.config(), tokenizer, chatTemplate, limits);
        boolean open = settings.clients().key().isPresent()
                || door.address().getAddress().isLoopbackAddress();
        boolean wanted = weights.flatMap(WeightSource::below).isPresent();
        administration = new Administration(models, wanted, open, limits.answer());
        completions = new Completions(models, tokenizer, limits);
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
            case "/v1/completions" -> completions.answer(read(request, reader::completion), response);
            case "/v1/chat/completions" -> completions.answer(read(request, reader::chat), response);
            default -> {
                if (Administration.changes(path)) {
                    administration.requireAllowed(); // before the body is read
                    requireNoQuery(request);
                    response.json(200, administration.change(path, body(request)));
                } else {
                    tell(path, request, response);
                }
            }
        }
    }

    /** Answers a question about the server. */
    private void tell(String path, Request request, ResponseWriter response) throws ApiError, IOException {
        if (!path.startsWith("/v1/models/") && !TOLD.contains(path)) {
            throw ApiError.notFound("There is nothing at " + ApiError.excerpt(path) + ".", null);
        }
        require("GET", request);
        switch (path) {
            case "/health" -> response.json(200, health());
            case "/metrics" ->
                response.whole(
                        200,
                        Map.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8"),
                        completions.metrics().getBytes(StandardCharsets.UTF_8));
            case "/get_model_info" -> response.json(200, administration.state());
            case "/v1/models" -> {
                ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
                ArrayNode data = list.putArray("data");
                models.names().forEach(name -> data.add(described(name)));
                response.json(200, list);
            }
            default -> {
                String name = path.substring("/v1/models/".length());
                if (!models.names().contains(name)) {
                    throw ApiError.notFound("There is nothing at " + ApiError.excerpt(path) + ".", null);
                }
                response.json(200, described(name));
            }
        }
    }

    private static void require(String expected, Request request) throws ApiError {
        if (!expected.equals(request.getMethod())) {
            throw ApiError.wrongMethod(expected);
        }
    }

    /** Other servers take settings of a pause there. */
    private static void requireNoQuery(Request request) throws ApiError {
        if (request.getHttpURI().getQuery() != null) {
            throw ApiError.invalid(
                    null, "The address has a query, expected none: fields such as 'mode' belong into the body.");
        }
    }

    /** Reads the body of a request. */
    private interface BodyReader {
        CompletionRequest read(byte[] body) throws ApiError;
    }

    private byte[] body(Request request) throws ApiError, IOException {
        require("POST", request);
        requireJson(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        try (RequestBodies.Body found = bodies.read(request)) {
            return found.bytes();
        }
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
        Optional<Throwable> failure = models.failure();
        if (failure.isPresent()) {
            throw ApiError.ended(failure.get());
        }
        return JsonNodeFactory.instance.objectNode().put("status", "ok").put("model", models.name());
    }

    private ObjectNode described(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "reason4j")
                .put("max_model_len", maxPositions);
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
            models.close();
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
