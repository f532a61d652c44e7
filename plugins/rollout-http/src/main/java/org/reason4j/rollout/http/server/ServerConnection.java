package org.reason4j.rollout.http.server;

import static org.reason4j.api.plugin.ConfigException.check;

import com.google.gson.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/** One server: its address, its key, and how it is called. Safe for use by many threads. */
public final class ServerConnection {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final URI address;
    private final Optional<String> key;
    private final HttpClient client;

    private ServerConnection(URI address, Optional<String> key, HttpClient client) {
        this.address = address;
        this.key = key;
        this.client = client;
    }

    /** The client that all connections share. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some servers fail on an offer of HTTP/2
                .connectTimeout(LONGEST_CONNECT)
                .build();
    }

    /**
     * A connection.
     *
     * @throws ConfigException if the address is none
     */
    public static ServerConnection to(String address, Optional<String> key, HttpClient client) {
        try {
            URI uri = new URI(address.strip().replaceAll("/+$", ""));
            check(
                    uri.getHost() != null
                            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                            && uri.getRawUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawPath().isEmpty(),
                    "backend.config.replicas has '%s', expected an address such as http://127.0.0.1:8000, without a path",
                    address.replaceAll("//[^/]*@", "//").replaceAll("\\?.*", ""));
            return new ServerConnection(uri, key, client);
        } catch (URISyntaxException e) { // whose message quotes all of it
            throw new ConfigException(
                    "backend.config.replicas has an entry that is no address, expected one such as http://127.0.0.1:8000");
        }
    }

    /** Reads a key from the environment; none where no variable is named. */
    public static Optional<String> key(String variable, Function<String, @Nullable String> environment) {
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> key = Optional.ofNullable(environment.apply(variable))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        check(
                key.isPresent() && key.get().matches("[\\x21-\\x7e]+"),
                "backend.config.apiKeyVariable names the environment variable %s, which is not set, or holds no key. Export"
                        + " it, or leave the setting out where the servers ask for no key.",
                variable);
        return key;
    }

    /** The address. */
    @Override
    public String toString() {
        return address.toString();
    }

    /**
     * Sends a request and returns at once. The future completes with the answer's text, or exceptionally with a {@link
     * ServerFailure}; cancelling it gives the request up.
     *
     * @param longest time until the complete answer
     */
    public CompletableFuture<String> post(String path, JsonObject body, Duration longest) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
                longest);
    }

    /** Sends a request and waits for the answer's text. */
    public String ask(String path, JsonObject body, Duration longest) throws ServerFailure, InterruptedException {
        return await(post(path, body, longest));
    }

    /** Asks for what is at a path and waits for the answer's text. */
    public String get(String path, Duration longest) throws ServerFailure, InterruptedException {
        return await(send(request(path), longest));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private CompletableFuture<String> send(HttpRequest.Builder request, Duration longest) {
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        CompletableFuture<String> answer = new CompletableFuture<>();
        exchange.whenComplete((response, problem) -> {
            if (problem == null) {
                failure(response).ifPresent(answer::completeExceptionally);
                answer.complete(response.body());
            } else {
                answer.completeExceptionally(broken(problem));
            }
        });
        answer.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((text, problem) -> exchange.cancel(true)); // without effect on one that is done
        return answer;
    }

    /** The failure behind a future that completed exceptionally. */
    public static ServerFailure failure(Throwable problem) {
        Throwable cause = (problem instanceof CompletionException || problem instanceof ExecutionException)
                        && problem.getCause() != null
                ? problem.getCause()
                : problem;
        if (cause instanceof ServerFailure failure) {
            return failure;
        }
        return cause instanceof TimeoutException
                ? new ServerFailure(Kind.LATE, "there was no complete answer in time")
                : new ServerFailure(Kind.UNREACHABLE, "the call broke: " + cause);
    }

    private ServerFailure broken(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        String message = cause.getMessage() == null ? "" : ": " + hidden(cause.getMessage());
        return new ServerFailure(
                Kind.UNREACHABLE,
                (cause instanceof ConnectException ? "no connection" : "the connection broke") + message);
    }

    private Optional<ServerFailure> failure(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return Optional.empty();
        }
        Kind kind = switch (status) {
            case 408, 429, 503 -> Kind.BUSY;
            case 404 -> Kind.STALE; // of a model that was loaded under this name
            default -> status >= 500 ? Kind.GARBAGE : Kind.REFUSED;
        };
        Optional<Duration> wait = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        return Optional.of(
                new ServerFailure(kind, "status " + status + ", " + Json.excerpt(hidden(response.body())), wait));
    }

    private static String await(CompletableFuture<String> answer) throws ServerFailure, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Removes the key from a message. */
    private String hidden(String text) {
        return key.map(secret -> text.replace(secret, "(the key)")).orElse(text);
    }
}
