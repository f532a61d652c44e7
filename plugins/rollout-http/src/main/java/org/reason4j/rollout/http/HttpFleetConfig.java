package org.reason4j.rollout.http;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of rollouts on servers.
 *
 * @param dialect which kind of server the replicas are
 * @param replicas addresses such as {@code http://127.0.0.1:8000}, without a path; at least one
 * @param model the model's name on the servers; empty for the first one that each names
 * @param weights what is published after an update
 * @param directory where weights are written to, under a path that the servers see, too; empty for the run's directory. The newest
 *     two versions are kept
 * @param convert words of a command that makes a GGUF file of a model's directory, with {@code {from}} and {@code {to}} for both; for
 *     llama-server alone
 * @param apiKeyVariable environment variable that holds the servers' key; empty for servers without keys
 * @param concurrency most requests at a time per replica, at least 1
 * @param timeoutSeconds deadline of one attempt to write a response, in (0, 1e6]
 * @param updateSeconds deadline until a replica has new weights, in (0, 1e6]
 * @param retries further attempts at a request, at least 0; each at another replica where one is ready. Answers of busy servers do
 *     not count
 * @param checkSeconds pause between two attempts to bring a replica back, in (0, 1e6]
 * @param downSeconds how long requests wait while no replica is ready, or all answer that they are busy, in (0, 1e6]
 */
public record HttpFleetConfig(
        ServerKind dialect,
        List<String> replicas,
        String model,
        Weights weights,
        String directory,
        List<String> convert,
        String apiKeyVariable,
        int concurrency,
        double timeoutSeconds,
        double updateSeconds,
        int retries,
        double checkSeconds,
        double downSeconds) {

    /** Kinds of servers. */
    public enum ServerKind {
        /** {@code reason4j serve}: draws, log-probabilities and weights are those of a run in this process. */
        REASON4J,
        /** vLLM, started with {@code --logprobs-mode processed_logprobs}. */
        VLLM,
        /** SGLang. */
        SGLANG,
        /** llama-server of llama.cpp as a router, started with {@code --models-dir} and {@code --no-models-autoload}. */
        LLAMA_SERVER
    }

    /** What servers get of the policy. */
    public enum Weights {
        /** The whole model. */
        WHOLE,
        /** The adapters alone, under a new name for each version; the servers were started with the model that they belong to. */
        ADAPTER
    }

    /** Ten minutes per attempt, eight further attempts, 32 requests at a time per replica. */
    public static final HttpFleetConfig DEFAULTS = new HttpFleetConfig(
            ServerKind.REASON4J, List.of(), "", Weights.WHOLE, "", List.of(), "", 32, 600, 600, 8, 2, 300);

    public HttpFleetConfig {
        replicas = List.copyOf(replicas);
        convert = List.copyOf(convert);
        check(concurrency > 0, "concurrency must be at least 1, got %s", concurrency);
        check(retries >= 0, "retries must be at least 0, got %s", retries);
        checkSeconds("timeoutSeconds", timeoutSeconds);
        checkSeconds("updateSeconds", updateSeconds);
        checkSeconds("checkSeconds", checkSeconds);
        checkSeconds("downSeconds", downSeconds);
    }

    private static void checkSeconds(String name, double seconds) {
        check(seconds > 0 && seconds <= 1e6, "%s must be in (0, 1e6], got %s", name, seconds);
    }

    /** Refuses settings that only a run needs to have. */
    void requireUsable() {
        check(
                !replicas.isEmpty(),
                "backend.config.replicas is empty, expected addresses such as [http://127.0.0.1:8000]. Start servers and name"
                        + " them.");
        check(
                replicas.stream().distinct().count() == replicas.size(),
                "backend.config.replicas names a server twice: %s",
                replicas);
        boolean llama = dialect == ServerKind.LLAMA_SERVER;
        check(
                !llama || weights == Weights.WHOLE,
                "backend.config.weights is adapter, but llama-server takes no adapter that it was not started with. Set it to"
                        + " whole.");
        check(
                !llama || (!convert.isEmpty() && !directory.isEmpty() && !model.isEmpty()),
                "llama-server reads GGUF files: set backend.config.directory to its --models-dir, backend.config.model to the"
                        + " name of the file without .gguf, and backend.config.convert to a command such as [reason4j,"
                        + " export-gguf, '{from}', --output, '{to}'].");
        check(
                llama || convert.isEmpty(),
                "backend.config.convert is %s, but only llama-server needs another format. Leave it out.",
                convert);
    }
}
