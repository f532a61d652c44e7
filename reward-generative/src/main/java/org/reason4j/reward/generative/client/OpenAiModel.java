package org.reason4j.reward.generative.client;

import static org.reason4j.api.plugin.ConfigException.check;

import jakarta.inject.Inject;
import java.io.IOException;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Metrics;

/**
 * A model behind an OpenAI-compatible server, such as {@code reason4j serve}: the text model named {@code openai}.
 *
 * <p>Requests that the server did not accept are repeated after a growing wait: no connection, a dropped connection,
 * status 408, 429 and 5xx. A late, refused or incomplete answer is an error at once. The metric {@code judge/retries}
 * counts attempts after the first.
 */
public final class OpenAiModel implements TextModel {

    private final OpenAiConfig config;
    private final Metrics metrics;
    private final URI address;
    private final String server; // in messages
    private final Optional<String> key;
    private final HttpClient client;
    private final Semaphore underWay;

    @Inject
    public OpenAiModel(OpenAiConfig config, Metrics metrics) {
        this(config, metrics, System::getenv);
    }

    OpenAiModel(OpenAiConfig config, Metrics metrics, Function<String, @Nullable String> environment) {
        this.config = config;
        this.metrics = metrics;
        address = address(config.baseUrl());
        server = address.getScheme() + "://" + address.getAuthority() + address.getPath();
        check(!config.model().isBlank(), "openai.model is missing; set it to the model's name on the server");
        key = key(config.apiKeyVariable(), environment);
        underWay = new Semaphore(config.concurrency());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some servers fail on an offer of HTTP/2
                .connectTimeout(seconds(config.timeoutSeconds()))
                .build();
    }

    private static URI address(String baseUrl) {
        try {
            URI base = new URI(baseUrl.strip());
            check(
                    base.getHost() != null && ("http".equals(base.getScheme()) || "https".equals(base.getScheme())),
                    "openai.baseUrl is '%s', expected an address such as http://127.0.0.1:8000/v1",
                    withoutCredentials(baseUrl));
            check(
                    base.getRawUserInfo() == null,
                    "openai.baseUrl has a user and a password in front of %s, which are not sent. A key belongs in the"
                            + " environment variable that openai.apiKeyVariable names.",
                    base.getHost());
            String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
            String path = base.getRawPath().replaceAll("/+$", "") + "/chat/completions";
            return new URI(base.getScheme() + "://" + base.getRawAuthority() + path + query);
        } catch (URISyntaxException e) { // whose message quotes the whole address
            throw new ConfigException("openai.baseUrl is '" + withoutCredentials(baseUrl)
                    + "', expected an address such as" + " http://127.0.0.1:8000/v1");
        }
    }

    /** An address as messages show it: keys stand in front of the host or in the query. */
    private static String withoutCredentials(String address) {
        return address.replaceAll("//[^/]*@", "//").replaceAll("\\?.*", "");
    }

    private static Optional<String> key(String variable, Function<String, @Nullable String> environment) {
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> key = Optional.ofNullable(environment.apply(variable))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        check(
                key.isPresent(),
                "openai.apiKeyVariable names the environment variable %s, which is not set. Export it, or leave the"
                        + " setting out where the server asks for no key.",
                variable);
        check(
                key.get().matches("[\\x21-\\x7e]+"), // the error for an invalid header quotes it
                "The environment variable %s, which openai.apiKeyVariable names, holds blanks or characters beyond ASCII,"
                        + " which no key has.",
                variable);
        return key;
    }

    @Override
    public Completion complete(Request request) throws IOException, InterruptedException {
        return post(ChatCompletion.body(request, config), ChatCompletion::reply);
    }

    /**
     * Answers, with the log-probabilities of each token of the answer and of its likeliest alternatives.
     *
     * @param alternatives number of alternatives of a token
     * @throws IOException if there is no complete answer, or the server gives no log-probabilities
     */
    public TokenReply completeWithLogprobs(Request request, int alternatives) throws IOException, InterruptedException {
        return post(ChatCompletion.bodyWithLogprobs(request, config, alternatives), ChatCompletion::tokens);
    }

    /** Reads an answer. */
    private interface Reader<T> {
        T read(String body) throws IOException;
    }

    private <T> T post(String body, Reader<T> reader) throws IOException, InterruptedException {
        metrics.add("judge/retries", 0); // so that a counter of 0 appears
        for (int retry = 0; ; retry++) {
            try {
                return attempt(body, reader);
            } catch (NotTaken e) {
                if (retry == config.retries()) {
                    throw new IOException(e.getMessage() + ", after " + retry + " retries", e);
                }
                metrics.add("judge/retries", 1);
                Duration wait = Backoff.before(
                        retry, config.backoffSeconds(), config.longestBackoffSeconds(), config.seed(), body.hashCode());
                Duration asked = e.wait.orElse(Duration.ZERO);
                TimeUnit.NANOSECONDS.sleep((asked.compareTo(wait) > 0 ? asked : wait).toNanos());
            }
        }
    }

    private <T> T attempt(String body, Reader<T> reader) throws IOException, InterruptedException {
        underWay.acquire();
        try {
            HttpResponse<String> response = send(body);
            String answer = hidden(response.body()); // before it is shortened or quoted anywhere
            int status = response.statusCode();
            String told = "status " + status + ", " + Excerpt.of(answer);
            if (status == 408 || status == 429 || status >= 500) {
                throw new NotTaken(server + ": " + told, RetryAfter.of(response, Clock.systemUTC()));
            }
            if (status != 200) {
                throw new IOException(told);
            }
            return reader.read(answer);
        } catch (NotTaken e) {
            throw e;
        } catch (IOException e) { // not as a cause: a trace would show what the message hides
            throw new IOException(server + ": " + hidden(String.valueOf(e.getMessage())));
        } finally {
            underWay.release();
        }
    }

    /** Sends and waits for the complete answer; the client's own timeout covers only the headers. */
    private HttpResponse<String> send(String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return answer.get(seconds(config.timeoutSeconds()).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no complete answer within " + config.timeoutSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw new NotTaken(server + ": " + hidden(reason(e.getCause())), Optional.empty());
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return (cause instanceof java.net.ConnectException ? "no connection" : "the connection broke")
                + (message == null ? "" : ": " + message);
    }

    /** Removes the key from a text, so that no message or cached answer contains it. */
    private String hidden(String text) {
        return key.map(secret -> text.replace(secret, "(the key)")).orElse(text);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    @Override
    public String identity() {
        return "openai " + server + " " + config.model() + " " + config.extra();
    }

    /** The server did not accept the request, so it may be repeated. */
    private static final class NotTaken extends IOException {

        private final transient Optional<Duration> wait;

        NotTaken(String message, Optional<Duration> wait) {
            super(message);
            this.wait = wait;
        }
    }
}
