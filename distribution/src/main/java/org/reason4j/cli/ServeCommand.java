package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.reason4j.cli.console.UntilStopped;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.serve.ClientRules;
import org.reason4j.core.engine.serve.ModelServer;
import org.reason4j.core.engine.serve.ServerLimits;
import org.reason4j.core.engine.serve.ServerSettings;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.secret.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j serve}: a model for clients that speak the protocol of OpenAI. */
@Command(name = "serve", description = "Serves a model over HTTP, in the protocol of OpenAI.")
final class ServeCommand implements Runnable {

    /** Closing a server takes at most as long as the responses that it lets end. */
    private static final long LONGEST_END = 30;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8000",
            description = "Where to listen; 0 for any port that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen at. Default: ${DEFAULT-VALUE}, this machine alone.")
    private String host;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Most responses decoded together. Default: ${DEFAULT-VALUE}.")
    private int slots = ServerLimits.DEFAULTS.slots();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Most responses that wait for a slot; further ones are refused. Default: ${DEFAULT-VALUE}.")
    private int queue = ServerLimits.DEFAULTS.queue();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest response, and the length where a request names none. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = ServerLimits.DEFAULTS.maxTokens();

    @Option(
            names = "--prompt-cache",
            paramLabel = "N",
            description = "Tokens of prompts that stay in memory for later requests with the same prompt; 0 for none."
                    + " Default: ${DEFAULT-VALUE}.")
    private int promptCache = ServerLimits.DEFAULTS.promptCache();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Most open connections; further ones wait. Default: ${DEFAULT-VALUE}.")
    private int connections = ServerLimits.DEFAULTS.connections();

    @Option(
            names = "--max-body-bytes",
            paramLabel = "N",
            description = "Longest body of a request. Default: ${DEFAULT-VALUE}.")
    private int bodyBytes = ServerLimits.DEFAULTS.bodyBytes();

    @Option(
            names = "--client-timeout",
            paramLabel = "SECONDS",
            description =
                    "Longest time for a request to arrive, for a connection to be idle, and for a client to take a"
                            + " piece of its answer. Default: ${DEFAULT-VALUE}.")
    private int clientTimeout = (int) ServerLimits.DEFAULTS.client().toSeconds();

    @Option(
            names = "--answer-timeout",
            paramLabel = "SECONDS",
            description = "Longest time until an answer is complete. Default: ${DEFAULT-VALUE}.")
    private int answerTimeout = (int) ServerLimits.DEFAULTS.answer().toSeconds();

    @Option(
            names = "--api-key-variable",
            paramLabel = "NAME",
            description = "Environment variable with the key that clients must send. Default: none is required.")
    private Optional<String> keyVariable = Optional.empty();

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "A further name that clients know this machine by; may be repeated.")
    private Set<String> hosts = Set.of();

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description = "A web page whose scripts may use the server, such as https://example.org; may be repeated.")
    private Set<String> origins = Set.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What clients call the model. Default: the name of its directory.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--max-loras",
            paramLabel = "N",
            description = "Most adapters that trainers may load; each takes as much memory as the model. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int mostAdapters = 4;

    @Option(
            names = "--weights-below",
            paramLabel = "DIR",
            description =
                    "Lets trainers replace the weights and load adapters, from directories below this one. Default:"
                            + " nobody may.")
    private Optional<Path> below = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        ServerSettings settings = settings();
        String called = name.orElseGet(() ->
                model.directory().toAbsolutePath().normalize().getFileName().toString());
        try (UntilStopped stopped = new UntilStopped("serve-end", LONGEST_END);
                LanguageModel loaded = model.load();
                ModelTokenizer tokenizer = ModelTokenizer.open(model.directory(), loaded.config());
                ModelServer server = new ModelServer(
                        called,
                        loaded,
                        tokenizer,
                        ChatFormat.read(model.directory())::prompt,
                        settings,
                        Optional.of(model.source(mostAdapters, below)))) {
            announce(called, server.address());
            stopped.await();
        }
    }

    private ServerSettings settings() {
        ServerLimits limits = new ServerLimits(
                slots,
                queue,
                maxTokens,
                promptCache,
                connections,
                bodyBytes,
                Duration.ofSeconds(clientTimeout),
                Duration.ofSeconds(answerTimeout));
        return new ServerSettings(
                host, port, limits, new ClientRules(hosts, origins, keyVariable.map(ServeCommand::key)));
    }

    private static String key(String variable) {
        String key =
                Optional.ofNullable(System.getenv(variable)).map(String::strip).orElse("");
        check(
                !key.isEmpty(),
                "--api-key-variable names the environment variable %s, which is not set. Export it, or leave the option"
                        + " out if no key is to be required.",
                variable);
        check(
                key.chars().allMatch(c -> c > ' ' && c < 127),
                "The environment variable %s, which --api-key-variable names, holds blanks or characters beyond ASCII,"
                        + " which no key has.",
                variable);
        Secrets.remember(variable, key);
        return key;
    }

    private void announce(String called, InetSocketAddress address) {
        if (keyVariable.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            PrintWriter err = spec.commandLine().getErr();
            err.printf(
                    "Other machines can reach %s, and no key is required: whoever does may use the model."
                            + " Require one with --api-key-variable NAME.%n",
                    address.getAddress().getHostAddress());
            err.flush();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("Serving %s at %s/v1. Stop with Ctrl-C.%n", called, url(address));
        out.flush();
    }

    private static String url(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        return "http://" + (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
    }
}
