package org.reason4j.reward.generative.client;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;

/**
 * Settings of a model behind an OpenAI-compatible server.
 *
 * @param baseUrl address up to the version, such as {@code http://127.0.0.1:8000/v1}; must be given
 * @param model the model's name on the server; must be given
 * @param apiKeyVariable environment variable that holds the key; empty for a server without keys
 * @param timeoutSeconds deadline of one attempt, until the complete answer
 * @param retries further attempts after one that the server did not accept: no connection, a dropped connection, or
 *     status 408, 429 or 5xx
 * @param backoffSeconds wait before the first retry; it doubles from retry to retry
 * @param longestBackoffSeconds longest wait, unless the server asks for a longer one
 * @param seed key of the jitter of these waits
 * @param concurrency largest number of concurrent attempts
 * @param extra further fields of every request, such as {@code chat_template_kwargs}; they override those of the
 *     request
 */
public record OpenAiConfig(
        String baseUrl,
        String model,
        String apiKeyVariable,
        double timeoutSeconds,
        int retries,
        double backoffSeconds,
        double longestBackoffSeconds,
        long seed,
        int concurrency,
        Map<String, Object> extra) {

    /** A minute per attempt, four retries, sixteen concurrent attempts. */
    public static final OpenAiConfig DEFAULTS = new OpenAiConfig("", "", "", 60, 4, 0.5, 30, 42, 16, Map.of());

    public OpenAiConfig {
        check(
                timeoutSeconds > 0 && timeoutSeconds <= 1e6,
                "timeoutSeconds must be in (0, 1e6], got %s",
                timeoutSeconds);
        check(retries >= 0, "retries must be at least 0, got %s", retries);
        check(
                backoffSeconds >= 0 && backoffSeconds <= 1e6,
                "backoffSeconds must be in [0, 1e6], got %s",
                backoffSeconds);
        check(
                longestBackoffSeconds >= backoffSeconds && longestBackoffSeconds <= 1e6,
                "longestBackoffSeconds must be in [backoffSeconds, 1e6], got %s",
                longestBackoffSeconds);
        check(concurrency > 0, "concurrency must be positive, got %s", concurrency);
        extra = Map.copyOf(extra);
    }
}
