package org.reason4j.environment.tools;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/**
 * Any HTTP endpoint as a tool: each call is a POST with JSON.
 *
 * <p>A call that the server can't have begun is repeated, within the deadline: no connection, and statuses 429 and 503. What
 * it may have begun is repeated only if calls are idempotent. Status 400 or 422 refuses the call, and the policy reads why;
 * any other status, a reply that can't be read and a missed deadline are failures of the tool.
 */
final class HttpTool implements Tool {

    private static final int LONGEST_REPLY = 1 << 20;
    private static final int QUOTED_CHARACTERS = 200;
    private static final double LONGEST_WAIT_SECONDS = 60;
    private static final Set<Integer> REFUSALS = Set.of(400, 422);
    private static final Set<Integer> NOT_TAKEN = Set.of(429, 503);
    private static final Set<Integer> PERHAPS_TAKEN = Set.of(500, 502, 504);

    private final ToolConfig config;
    private final HttpEndpoint endpoint;
    private final URI address;
    private final Optional<String> key;
    private final HttpClient client;
    private final Semaphore free;

    HttpTool(ToolConfig config, Function<String, @Nullable String> environment) {
        this.config = config;
        endpoint = config.http().orElseThrow();
        address = URI.create(endpoint.url().strip());
        key = key(config, endpoint.apiKeyVariable(), environment);
        free = new Semaphore(config.poolSize() == 0 ? Integer.MAX_VALUE : config.poolSize(), true);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some servers fail on an offer of HTTP/2
                .connectTimeout(deadline())
                .build();
    }

    private static Optional<String> key(
            ToolConfig config, String variable, Function<String, @Nullable String> environment) {
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        String key = Optional.ofNullable(environment.apply(variable)).orElse("").strip();
        ConfigException.check(
                key.matches("[\\x21-\\x7e]+"),
                "tools: apiKeyVariable of tool '%s' names the environment variable %s, which is not set, or holds blanks or"
                        + " characters beyond ASCII, which no key has. Export it, or leave the setting out.",
                config.name(),
                variable);
        return Optional.of(key);
    }

    private Duration deadline() {
        return Duration.ofNanos(Math.round(config.deadlineSeconds() * 1e9));
    }

    @Override
    public Session begin(EpisodeKey episode) {
        return (call, turn) -> answer(body(call, episode, turn));
    }

    private String body(Call call, EpisodeKey episode, int turn) {
        return endpoint.bodyTemplate().isEmpty()
                ? JsonLines.request(call, episode, turn)
                : endpoint.bodyTemplate().replace(HttpEndpoint.INPUT, JsonLines.text(call.input()));
    }

    /** An attempt that failed, and whether another one may follow, after that wait at least. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean again;
        private final double waitSeconds;

        Failed(String message, boolean again, double waitSeconds, @Nullable Throwable cause) {
            super(message, cause);
            this.again = again;
            this.waitSeconds = waitSeconds;
        }
    }

    private Answer answer(String body) throws ToolFailure, InterruptedException {
        long end = System.nanoTime() + deadline().toNanos();
        if (!free.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new ToolFailure(
                    "All " + config.poolSize() + " calls at a time of " + described() + " were under way for "
                            + config.deadlineSeconds() + " seconds; raise poolSize or deadlineSeconds");
        }
        try {
            for (int attempt = 0; ; attempt++) {
                try {
                    return attempt(body, end);
                } catch (Failed e) {
                    double wait = Math.max(e.waitSeconds, endpoint.backoffSeconds() * Math.scalb(1.0, attempt));
                    if (!e.again || attempt == endpoint.retries() || System.nanoTime() + wait * 1e9 >= end) {
                        String tries =
                                attempt == 0 ? "" : ", after " + attempt + (attempt == 1 ? " retry" : " retries");
                        throw new ToolFailure(described() + " " + hidden(String.valueOf(e.getMessage())) + tries, e);
                    }
                    TimeUnit.NANOSECONDS.sleep(Math.round(wait * 1e9));
                }
            }
        } finally {
            free.release();
        }
    }

    private Answer attempt(String body, long end) throws Failed, InterruptedException {
        HttpResponse<byte[]> response = send(body, end);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        int status = response.statusCode();
        if (REFUSALS.contains(status)) {
            return new Answer.Refusal(hidden(text.isBlank() ? "status " + status : text.strip()));
        }
        if (status / 100 != 2) {
            boolean again = NOT_TAKEN.contains(status) || (endpoint.idempotent() && PERHAPS_TAKEN.contains(status));
            throw new Failed("answered with status " + status + quoted(text), again, asked(response), null);
        }
        if (endpoint.reply() == HttpEndpoint.Reply.TEXT) {
            return new Answer.Output(hidden(text), 0);
        }
        try {
            return JsonLines.answer(hidden(text));
        } catch (IOException e) {
            throw new Failed("wrote a reply that can't be read: " + firstLine(e) + quoted(text), false, 0, e);
        }
    }

    private static double asked(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(Double::valueOf)
                .map(seconds -> Math.min(seconds, LONGEST_WAIT_SECONDS))
                .orElse(0.0);
    }

    /** Sends and waits for the complete reply; the client's own timeout covers only the headers. */
    private HttpResponse<byte[]> send(String body, long end) throws Failed, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), headers -> new BoundedBody(LONGEST_REPLY));
        try {
            return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Failed("did not answer within " + config.deadlineSeconds() + " seconds", false, 0, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                throw new Failed("has no connection" + because(cause), true, 0, cause);
            }
            throw new Failed("broke the connection" + because(cause), endpoint.idempotent(), 0, cause);
        } finally {
            answer.cancel(true);
        }
    }

    private static String because(Throwable cause) {
        return cause.getMessage() == null ? "" : ": " + firstLine(cause);
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String quoted(String text) {
        String shown = text.length() > QUOTED_CHARACTERS ? text.substring(0, QUOTED_CHARACTERS) + "..." : text;
        return text.isBlank() ? "" : ". The reply: '" + shown.strip() + "'";
    }

    private String described() {
        return "Server " + HttpEndpoint.withoutSecrets(endpoint.url()) + " of tool '" + config.name() + "'";
    }

    /** Removes the key from a text. */
    private String hidden(String text) {
        return key.map(secret -> text.replace(secret, "(the key)")).orElse(text);
    }
}
