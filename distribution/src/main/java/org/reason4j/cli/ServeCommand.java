package org.reason4j.cli;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.serve.ModelServer;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
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
            description =
                    "Address to listen at; callers are not authenticated. Default: ${DEFAULT-VALUE}, this machine alone.")
    private String host;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "32",
            description = "Most responses decoded together. Default: ${DEFAULT-VALUE}.")
    private int slots;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "256",
            description = "Most responses that wait for a slot; further ones are refused. Default: ${DEFAULT-VALUE}.")
    private int queue;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Longest response, and the length where a request names none. Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What clients call the model. Default: the name of its directory.")
    private Optional<String> name = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        ModelServer.Settings settings = new ModelServer.Settings(host, port, slots, queue, maxTokens);
        String called = name.orElseGet(() ->
                model.directory().toAbsolutePath().normalize().getFileName().toString());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> end(asked, ended), "serve-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try (LanguageModel loaded = model.load("auto", "auto");
                ModelTokenizer tokenizer = ModelTokenizer.open(model.directory(), loaded.config());
                ModelServer server = new ModelServer(called, loaded, tokenizer, settings)) {
            InetSocketAddress address = server.address();
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "Serving %s at http://%s:%d/v1. Stop with Ctrl-C.%n",
                    called, address.getAddress().getHostAddress(), address.getPort());
            out.flush();
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** When the JVM is asked to end: has the server closed, and waits for that. */
    private static void end(CountDownLatch asked, CountDownLatch ended) {
        asked.countDown();
        try {
            ended.await(LONGEST_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
