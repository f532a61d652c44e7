package org.reason4j.trackers.mlflow;

import static org.reason4j.api.plugin.ConfigException.check;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/** Requests to one server, each with a deadline. Safe for use by many threads. */
final class MlflowConnection {

    private static final int LONGEST_EXCERPT = 300;

    private final String base;
    private final Duration timeout;
    private final Optional<String> credentials; // value of the header
    private final HttpClient client;

    MlflowConnection(MlflowConfig config, Function<String, @Nullable String> environment) {
        base = address(config.url()) + "/api/2.0/mlflow/";
        timeout = Duration.ofNanos(Math.round(config.timeoutSeconds() * 1e9));
        credentials = credentials(config, environment);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some servers fail on an offer of HTTP/2
                .connectTimeout(timeout)
                .build();
    }

    private static String address(String url) {
        try {
            URI address = new URI(url.strip());
            if (address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address.toString().replaceAll("/+$", "");
            }
            throw new ConfigException(refusal(url));
        } catch (URISyntaxException e) { // whose message quotes the whole address
            throw new ConfigException(refusal(url));
        }
    }

    /** Without what may be a key: a user in front of the host, and the query. */
    private static String refusal(String url) {
        return "mlflow.url is '" + url.replaceAll("//[^/]*@", "//").replaceAll("\\?.*", "")
                + "', expected the address of a tracking server such as http://127.0.0.1:5000, without a user and a password:"
                + " these belong in environment variables that mlflow.usernameVariable and mlflow.passwordVariable name.";
    }

    private static Optional<String> credentials(MlflowConfig config, Function<String, @Nullable String> environment) {
        if (!config.tokenVariable().isEmpty()) {
            return Optional.of("Bearer " + value("tokenVariable", config.tokenVariable(), environment));
        }
        if (config.usernameVariable().isEmpty()) {
            return Optional.empty();
        }
        String both = value("usernameVariable", config.usernameVariable(), environment) + ":"
                + value("passwordVariable", config.passwordVariable(), environment);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    private static String value(String setting, String variable, Function<String, @Nullable String> environment) {
        String value =
                Optional.ofNullable(environment.apply(variable)).orElse("").strip();
        check(
                value.matches("[\\x21-\\x7e]+"),
                "mlflow.%s names the environment variable %s, which is not set, or holds blanks or characters beyond ASCII."
                        + " Export it, or leave the setting out.",
                setting,
                variable);
        return value;
    }

    /** Where requests go, for messages. */
    String server() {
        return base.substring(0, base.length() - "/api/2.0/mlflow/".length());
    }

    JsonObject get(String path, String key, String value) throws MlflowFailure, InterruptedException {
        return answer(HttpRequest.newBuilder(
                URI.create(base + path + "?" + key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))));
    }

    JsonObject post(String path, JsonObject body) throws MlflowFailure, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private JsonObject answer(HttpRequest.Builder request) throws MlflowFailure, InterruptedException {
        credentials.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> response = send(request.build());
        int status = response.statusCode();
        Optional<JsonObject> body = object(response.body());
        if (status == 200) {
            return body.orElseThrow(() ->
                    MlflowFailure.refused(server() + " does not answer like MLflow: " + excerpt(response.body()), ""));
        }
        String told = server() + ": status " + status + ", "
                + body.flatMap(answer -> text(answer, "message"))
                        .map(MlflowConnection::excerpt)
                        .orElseGet(() -> excerpt(response.body()));
        if (status == 408 || status == 429 || status >= 500) {
            throw MlflowFailure.passing(told);
        }
        throw MlflowFailure.refused(
                told, body.flatMap(answer -> text(answer, "error_code")).orElse(""));
    }

    /** Sends and waits for the complete answer; the client's own timeout covers only the headers. */
    private HttpResponse<String> send(HttpRequest request) throws MlflowFailure, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw MlflowFailure.passing(
                    server() + ": no complete answer within " + timeout.toMillis() / 1000.0 + " seconds");
        } catch (ExecutionException e) {
            throw MlflowFailure.passing(server() + ": " + reason(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return (cause instanceof ConnectException ? "no connection" : "the connection broke")
                + (message == null ? "" : ": " + message);
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return Optional.of(JsonParser.parseString(text))
                    .filter(element -> element.isJsonObject())
                    .map(element -> element.getAsJsonObject());
        } catch (JsonParseException e) { // a page of something that is not MLflow
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject answer, String key) {
        return Optional.ofNullable(answer.get(key))
                .filter(value -> value.isJsonPrimitive())
                .map(value -> value.getAsString());
    }

    /** Shortens a text to one line for a message. */
    private static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_EXCERPT
                ? line
                : line.substring(0, LONGEST_EXCERPT) + " ... (" + text.length() + " characters)";
    }
}
