package org.reason4j.distillation.teacher;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * A teacher: a model in a directory, or one behind a server that returns log-probabilities of given tokens. Either has the
 * policy's tokenizer.
 *
 * @param path Hugging Face directory of the teacher; empty for a server
 * @param baseUrl address of a server up to the version, such as {@code http://127.0.0.1:8000/v1}; empty for a directory
 * @param model the teacher's name on the server
 * @param dialect how the server is asked
 * @param apiKeyVariable environment variable that holds the key; empty for a server without keys
 * @param timeoutSeconds deadline of one attempt, until the complete answer, in (0, 1e6]
 * @param retries further attempts after one that the server did not accept, at least 0: no connection, a dropped connection, or
 *     status 408, 429 or 5xx
 * @param backoffSeconds wait before the first retry, at least 0; it doubles from retry to retry
 * @param longestBackoffSeconds longest wait, unless the server asks for a longer one; at least {@code backoffSeconds}
 * @param concurrency largest number of concurrent attempts, at least 1
 */
public record TeacherConfig(
        String path,
        String baseUrl,
        String model,
        Dialect dialect,
        String apiKeyVariable,
        double timeoutSeconds,
        int retries,
        double backoffSeconds,
        double longestBackoffSeconds,
        int concurrency) {

    /** How a server is asked for the log-probabilities of given tokens. */
    public enum Dialect {
        /** {@code echo} with {@code logprobs} and {@code max_tokens: 0}, token ids in and out: {@code reason4j serve}, vLLM. */
        ECHO,
        /** vLLM's {@code prompt_logprobs}, with one token that is generated and thrown away. */
        PROMPT_LOGPROBS
    }

    /** Two minutes per attempt, four retries, eight concurrent attempts. */
    public static final TeacherConfig DEFAULTS = new TeacherConfig("", "", "", Dialect.ECHO, "", 120, 4, 0.5, 30, 8);

    public TeacherConfig {
        check(
                path.isBlank() || baseUrl.isBlank(),
                "a teacher has the path '%s' and the baseUrl '%s'; leave out one of the two",
                path,
                baseUrl.replaceAll("//[^/]*@", "//").replaceAll("\\?.*", "")); // keys stand there
        check(baseUrl.isBlank() || !model.isBlank(), "a teacher behind a server needs model, its name on the server");
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
        check(concurrency >= 1, "concurrency must be at least 1, got %s", concurrency);
    }
}
