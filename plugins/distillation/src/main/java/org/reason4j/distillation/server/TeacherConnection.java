package org.reason4j.distillation.server;

import static org.reason4j.api.plugin.ConfigException.check;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.distillation.server.TeacherFailure.Kind;
import org.reason4j.distillation.teacher.TeacherConfig;

/**
 * Requests to one server, each with a deadline, repeated after a growing wait where the server did not accept them: no
 * connection, a dropped connection, status 408, 429 and 5xx. A late or refused answer is a failure at once. Safe for use by many
 * threads.
 */
final class TeacherConnection {

    private static final long SEED = 42; // of the jitter of waits
    private static final int LONGEST_EXCERPT = 200;

    private final TeacherConfig config;
    private final URI address;
    private final String server; // in messages
    private final Optional<String> key;
    private final Runnable onRetry;
    private final HttpClient client;

    /**
     * Prepares requests.
     *
     * @param where place of the settings, for messages
     * @param onRetry is called before each further attempt
     */
    TeacherConnection(
            String where, TeacherConfig config, Function<String, @Nullable String> environment, Runnable onRetry) {
        this.config = config;
        this.onRetry = onRetry;
        address = address(where, config.baseUrl());
        server = address.getScheme() + "://" + address.getAuthority() + address.getPath();
        key = key(where, config.apiKeyVariable(), environment);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some servers fail on an offer of HTTP/2
                .connectTimeout(timeout())
                .build();
    }

    private static URI address(String where, String baseUrl) {
        try {
            URI base = new URI(baseUrl.strip());
            check(
                    base.getHost() != null
                            && base.getRawUserInfo() == null
                            && ("http".equals(base.getScheme()) || "https".equals(base.getScheme())),
                    "%s.baseUrl is '%s', expected an address such as http://127.0.0.1:8000/v1; a key belongs in the environment"
                            + " variable that apiKeyVariable names",
                    where,
                    withoutCredentials(baseUrl));
            String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
            String path = base.getRawPath().replaceAll("/+$", "") + "/completions";
            return new URI(base.getScheme() + "://" + base.getRawAuthority() + path + query);
        } catch (URISyntaxException e) { // whose message quotes the whole address
            throw new ConfigException(where + ".baseUrl is '" + withoutCredentials(baseUrl)
                    + "', expected an address such as http://127.0.0.1:8000/v1");
        }
    }

    /** An address as messages show it: keys stand in front of the host or in the query. */
    private static String withoutCredentials(String address) {
        return address.replaceAll("//[^/]*@", "//").replaceAll("\\?.*", "");
    }

    private static Optional<String> key(String where, String variable, Function<String, @Nullable String> environment) {
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> key = Optional.ofNullable(environment.apply(variable))
                .map(String::strip)
                .filter(text -> text.matches("[\\x21-\\x7e]+"));
        check(
                key.isPresent(),
                "%s.apiKeyVariable names the environment variable %s, which is not set, or holds characters that no key has."
                        + " Export it, or leave the setting out where the server asks for no key.",
                where,
                variable);
        return key;
    }

    /** Sends a request and returns the body of its answer. */
    String post(String body) throws TeacherFailure, InterruptedException {
        for (int retry = 0; ; retry++) {
            try {
                return attempt(body);
            } catch (TeacherFailure e) {
                if (e.kind() != Kind.NOT_TAKEN) {
                    throw e;
                }
                if (retry == config.retries()) {
                    throw new TeacherFailure(Kind.NOT_TAKEN, e.getMessage() + ", after " + retry + " retries");
                }
                onRetry.run();
                Duration wait = Backoff.before(
                        retry, config.backoffSeconds(), config.longestBackoffSeconds(), SEED, body.hashCode());
                Duration asked = e.requestedWait().orElse(Duration.ZERO);
                TimeUnit.NANOSECONDS.sleep((asked.compareTo(wait) > 0 ? asked : wait).toNanos());
            }
        }
    }

    private String attempt(String body) throws TeacherFailure, InterruptedException {
        HttpResponse<String> response = send(body);
        String answer = hidden(response.body()); // before it is shortened or quoted anywhere
        int status = response.statusCode();
        if (status == 200) {
            return answer;
        }
        String told = server + ": status " + status + ", " + excerpt(answer);
        if (status == 408 || status == 429 || status >= 500) {
            throw new TeacherFailure(Kind.NOT_TAKEN, told, RetryAfter.of(response, Clock.systemUTC()));
        }
        throw new TeacherFailure(Kind.REFUSED, told);
    }

    /** Sends and waits for the complete answer; the client's own timeout covers only the headers. */
    private HttpResponse<String> send(String body) throws TeacherFailure, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return answer.get(timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TeacherFailure(
                    Kind.LATE, server + ": no complete answer within " + config.timeoutSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw new TeacherFailure(Kind.NOT_TAKEN, server + ": " + hidden(reason(e.getCause())));
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return (cause instanceof ConnectException ? "no connection" : "the connection broke")
                + (message == null ? "" : ": " + message);
    }

    /** Removes the key from a text, so that no message contains it. */
    private String hidden(String text) {
        return key.map(secret -> text.replace(secret, "(the key)")).orElse(text);
    }

    private Duration timeout() {
        return Duration.ofNanos(Math.round(config.timeoutSeconds() * 1e9));
    }

    /** Shortens a text to one line for a message. */
    static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_EXCERPT
                ? line
                : line.substring(0, LONGEST_EXCERPT) + " ... (" + text.length() + " characters)";
    }
}
