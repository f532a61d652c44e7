package org.reason4j.reward.structured.external;

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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;

/**
 * A server that scores: for each group it gets a POST with JSON, and answers with JSON that has the scores.
 *
 * <p>Requests that the server did not take are repeated after a growing wait, or the one that it asks for: no connection, a
 * dropped connection, status 408, 429 and 5xx. Any other failure fails the group at once; the key is in no message.
 *
 * <p>Metrics: {@code http/requests}, {@code http/retries}.
 */
public final class HttpReward implements Reward {

    /**
     * Settings of the server.
     *
     * @param url address that requests are sent to, such as {@code http://127.0.0.1:8000/score}; must be given
     * @param apiKeyVariable environment variable that holds the key, sent as a bearer token; empty for a server without keys
     * @param timeoutSeconds time of one attempt, until the complete reply, in (0, 1e6]; the reward's {@code deadlineSeconds}
     *     in the recipe includes all attempts
     * @param retries further attempts after one that the server did not take, at least 0
     * @param backoffSeconds wait before the first retry, in [0, 1e6]; it doubles from retry to retry
     * @param longestBackoffSeconds longest wait, unless the server asks for a longer one
     * @param concurrency requests at a time, at least 1
     */
    public record Config(
            String url,
            String apiKeyVariable,
            double timeoutSeconds,
            int retries,
            double backoffSeconds,
            double longestBackoffSeconds,
            int concurrency) {

        /** A minute per attempt, four retries, sixteen requests at a time. */
        public static final Config DEFAULTS = new Config("", "", 60, 4, 0.5, 30, 16);

        public Config {
            check(
                    timeoutSeconds > 0 && timeoutSeconds <= 1e6,
                    "http.timeoutSeconds must be in (0, 1e6], got %s",
                    timeoutSeconds);
            check(retries >= 0, "http.retries must be at least 0, got %s", retries);
            check(
                    backoffSeconds >= 0 && backoffSeconds <= 1e6,
                    "http.backoffSeconds must be in [0, 1e6], got %s",
                    backoffSeconds);
            check(
                    longestBackoffSeconds >= backoffSeconds && longestBackoffSeconds <= 1e6,
                    "http.longestBackoffSeconds must be in [backoffSeconds, 1e6], got %s",
                    longestBackoffSeconds);
            check(concurrency >= 1, "http.concurrency must be at least 1, got %s", concurrency);
        }
    }

    private final Config config;
    private final Metrics metrics;
    private final URI address;
    private final String server; // in messages
    private final Optional<String> key;
    private final HttpClient client;
    private final Semaphore underWay;

    @Inject
    public HttpReward(Config config, Metrics metrics) {
        this(config, metrics, System::getenv);
    }

    HttpReward(Config config, Metrics metrics, Function<String, @Nullable String> environment) {
        this.config = config;
        this.metrics = metrics;
        address = address(config.url());
        server = address.getScheme() + "://" + address.getAuthority() + address.getPath();
        key = key(config.apiKeyVariable(), environment);
        underWay = new Semaphore(config.concurrency(), true);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some servers fail on an offer of HTTP/2
                .connectTimeout(seconds(config.timeoutSeconds()))
                .build();
    }

    private static URI address(String url) {
        try {
            URI address = new URI(url.strip());
            if (address.getHost() != null
                    && address.getRawUserInfo() == null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
            throw new ConfigException(refusal(url));
        } catch (URISyntaxException e) { // whose message quotes the whole address
            throw new ConfigException(refusal(url));
        }
    }

    /** Without what may be a key: a user in front of the host, and the query. */
    private static String refusal(String url) {
        return "http.url is '" + url.replaceAll("//[^/]*@", "//").replaceAll("\\?.*", "")
                + "', expected an address such as http://127.0.0.1:8000/score, without a user and a password. A key belongs"
                + " in the environment variable that http.apiKeyVariable names.";
    }

    private static Optional<String> key(String variable, Function<String, @Nullable String> environment) {
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        String key = Optional.ofNullable(environment.apply(variable)).orElse("").strip();
        check(
                key.matches("[\\x21-\\x7e]+"),
                "http.apiKeyVariable names the environment variable %s, which is not set, or holds blanks or characters"
                        + " beyond ASCII, which no key has. Export it, or leave the setting out.",
                variable);
        return Optional.of(key);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        return score(group, Deadline.in(seconds(config.timeoutSeconds() * (config.retries() + 1))));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) throws InterruptedException {
        Duration time = deadline.remaining();
        metrics.add("http/requests", 1);
        metrics.add("http/retries", 0); // so that a counter of 0 appears
        String request = Exchange.request(group);
        try {
            return Exchange.scores(reply(request, deadline), group.size());
        } catch (TimeoutException e) {
            return Collections.nCopies(group.size(), new Score.TimedOut(time));
        } catch (IOException e) {
            return Collections.nCopies(
                    group.size(), Score.failed(server + ": " + hidden(String.valueOf(e.getMessage()))));
        }
    }

    /** A request that the server did not take, and the wait that it asks for. */
    private static final class NotTaken extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Optional<Duration> wait;

        NotTaken(String message, Optional<Duration> wait) {
            super(message);
            this.wait = wait;
        }
    }

    private String reply(String request, Deadline deadline) throws IOException, InterruptedException, TimeoutException {
        for (int retry = 0; ; retry++) {
            try {
                return attempt(request, deadline);
            } catch (NotTaken e) {
                if (retry == config.retries()) {
                    throw new IOException(e.getMessage() + ", after " + retry + " retries", e);
                }
                Duration wait = e.wait.orElse(Duration.ZERO);
                Duration own = Waits.before(
                        retry, config.backoffSeconds(), config.longestBackoffSeconds(), request.hashCode());
                wait = wait.compareTo(own) > 0 ? wait : own;
                if (wait.compareTo(deadline.remaining()) >= 0) {
                    throw new TimeoutException();
                }
                metrics.add("http/retries", 1);
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            }
        }
    }

    private String attempt(String request, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        if (!underWay.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        try {
            HttpResponse<String> response = send(request, deadline);
            int status = response.statusCode();
            String told = "status " + status + ", " + Exchange.excerpt(hidden(response.body()));
            if (status == 408 || status == 429 || status >= 500) {
                Optional<Duration> wait = response.headers()
                        .firstValue("Retry-After")
                        .flatMap(value -> Waits.asked(value, Clock.systemUTC()));
                throw new NotTaken(told, wait);
            }
            if (status != 200) {
                throw new IOException(told);
            }
            return hidden(response.body()); // before any of it is quoted anywhere
        } finally {
            underWay.release();
        }
    }

    /** Sends and waits for the complete reply; the client's own timeout covers only the headers. */
    private HttpResponse<String> send(String body, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Duration own = seconds(config.timeoutSeconds());
        Duration left = deadline.remaining();
        try {
            return answer.get((left.compareTo(own) < 0 ? left : own).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            String reason =
                    e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
            throw new NotTaken(
                    (e.getCause() instanceof java.net.ConnectException ? "no connection" : "the connection broke")
                            + (reason.equals("null") ? "" : ": " + hidden(reason)),
                    Optional.empty());
        } finally {
            answer.cancel(true);
        }
    }

    /** Removes the key from a text. */
    private String hidden(String text) {
        return key.map(secret -> text.replace(secret, "(the key)")).orElse(text);
    }
}
