package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.reward.Reward;
import org.reason4j.cli.CommandTester;

/** Whole runs whose rollouts a real llama-server of llama.cpp writes; it is brought along. */
@Timeout(240)
class LlamaServerIT {

    private static final String LAUNCHER =
            Path.of("target/reason4j/bin/reason4j").toAbsolutePath().toString();

    /** Of one log-probability: a file keeps fp16 of the weights, and the server's keys and values are fp16, too. */
    private static final double ROUNDING = 0.1;

    @TempDir
    private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Process> servers = new ArrayList<>();
    private static final String ROLLOUT = "{groupSize: 4, maxTokens: 12, batchSize: 32}";

    private String binary = "";
    private Path model;
    private int port;

    /** What a test has happen at every response that is scored. */
    private static final AtomicReference<Runnable> HAPPENING = new AtomicReference<>(() -> {});

    /** Number of letters. */
    public record ManyLetters(Config config) implements Reward {

        /** No settings. */
        public record Config() {}

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, trajectory -> {
                HAPPENING.get().run();
                return Score.of(
                        trajectory.text().chars().filter(Character::isLetter).count());
            });
        }
    }

    private static final Plugin LETTERS =
            registry -> registry.reward("many-letters", new ManyLetters.Config(), ManyLetters.class);

    @BeforeEach
    void findTheServer() throws IOException {
        binary = System.getProperty("reason4j.llama-server", "");
        assumeTrue(!binary.isEmpty(), "-Dreason4j.llama-server=FILE names no llama-server of llama.cpp");
        Path file = directory.resolve("tiny.gguf");
        try (InputStream in = Objects.requireNonNull(
                LlamaServerIT.class.getResourceAsStream("/org/reason4j/core/formats/gguf/tiny.gguf"))) {
            Files.copy(in, file);
        }
        model = directory.resolve("model");
        CommandTester.run("import-gguf", file, "--output", model, "--type", "f32");
        Files.createDirectories(directory.resolve("gguf"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws Exception {
        HAPPENING.set(() -> {});
        for (Process server : servers) {
            end(server);
        }
    }

    /** Ends a router and the process of its model. */
    private static void end(Process server) throws InterruptedException {
        List<ProcessHandle> children = server.descendants().toList();
        server.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void start(int context) throws Exception {
        Process server = new ProcessBuilder(
                        binary,
                        "--models-dir",
                        directory.resolve("gguf").toString(),
                        "--no-models-autoload",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--ctx-size",
                        String.valueOf(context),
                        "--threads",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("server.log").toFile()))
                .start();
        servers.add(server);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/models"))
                .build();
        while (System.nanoTime() < end && server.isAlive()) {
            try {
                if (client.send(question, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) { // it does not listen yet
                assertThat(server.isAlive()).isTrue();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("The server does not answer: " + Files.readString(directory.resolve("server.log")));
    }

    private LetterRun recipe(int steps, String rollout, String convert) {
        return LetterRun.in(directory)
                .with("model", "{path: " + model + ", precision: fp32}")
                .with("rollout", rollout)
                .with("rewards", "[{name: many-letters}]")
                .with("training", "{steps: " + steps + ", promptsPerStep: 4, learningRate: 1e-2}")
                .with("credit", "[truncated-importance-sampling]")
                .with(
                        "backend",
                        "{name: http, config: {dialect: llama-server, model: policy, directory: "
                                + directory.resolve("gguf") + ", convert: " + convert
                                + ", replicas: ['http://127.0.0.1:" + port + "'], concurrency: 4, checkSeconds: 0.1,"
                                + " updateSeconds: 60}}");
    }

    private static String export() {
        return "['" + LAUNCHER + "', export-gguf, '{from}', --output, '{to}']";
    }

    private static double total(List<JsonNode> steps, String metric) {
        return steps.stream().mapToDouble(step -> step.path(metric).asDouble()).sum();
    }

    private static void assertLogprobsOfThePolicy(List<JsonNode> steps, int number) {
        assertThat(steps).hasSize(number);
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.get("mismatch/logprob_diff_max").asDouble()).isLessThan(ROUNDING);
            assertThat(step.get("mismatch/logprob_diff_mean").asDouble()).isLessThan(ROUNDING / 10);
            assertThat(step.get("mismatch/kl_k3").isNumber()).isTrue();
        });
    }

    /** The model knows bytes, so most responses end within characters, or are no text at all. */
    @Test
    void probabilitiesAreThoseOfThePolicyAfterEachUpdate() throws Exception {
        start(1024); // before there is a file
        Path run = recipe(3, "{groupSize: 4, maxTokens: 12, batchSize: 32, temperature: 0.8}", export())
                .start("run", LETTERS);
        List<JsonNode> steps = LetterRun.steps(run);
        assertLogprobsOfThePolicy(steps, 3);
        // 3 steps, 4 prompts, 4 responses; what the server ends by a token that ends none here is asked to go on
        assertThat(total(steps, "fleet/requests")).isGreaterThanOrEqualTo(48);
        assertThat(total(steps, "fleet/0/answers")).isEqualTo(total(steps, "fleet/requests"));
        assertThat(total(steps, "fleet/0/failures")).isZero();
    }

    @Test
    void aServerThatIsKilledAndStartedAgainCostsItsRequestsAlone() throws Exception {
        start(1024);
        AtomicInteger scored = new AtomicInteger();
        HAPPENING.set(() -> {
            if (scored.incrementAndGet() == 17) { // in the second step
                again();
            }
        });
        Path run = recipe(3, ROLLOUT, export()).start("run", LETTERS);
        List<JsonNode> steps = LetterRun.steps(run);
        assertLogprobsOfThePolicy(steps, 3);
        assertThat(total(steps, "rollout/failed")).isZero();
        assertThat(total(steps, "fleet/0/answers")).isEqualTo(total(steps, "fleet/requests"));
        assertThat(servers).hasSize(2);
    }

    private void again() {
        try {
            end(servers.get(0));
            start(1024);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatIsNoModelIsNamedAfterTheDeadlineOfUpdates() throws Exception {
        start(1024);
        LetterRun recipe = recipe(1, ROLLOUT, "[cp, '{from}/config.json', '{to}']");
        LetterRun broken = recipe.with(
                "backend", recipe.sections().get("backend").replace("updateSeconds: 60", "updateSeconds: 3"));
        assertThatThrownBy(() -> broken.start("run", LETTERS))
                .hasStackTraceContaining("it could not load the model 'policy'");
    }

    @Test
    void aContextThatIsTooSmallEndsTheRun() throws Exception {
        Path config = model.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"max_position_embeddings\" : 128", "\"max_position_embeddings\" : 1024"));
        start(256);
        LetterRun recipe = recipe(1, "{groupSize: 4, maxTokens: 250, batchSize: 32}", export())
                .with("evaluation", "{every: 99, limit: 1, threshold: 0.5}");
        LetterRun tooLong =
                recipe.with("backend", recipe.sections().get("backend").replace("concurrency: 4", "concurrency: 1"));
        assertThatThrownBy(() -> tooLong.start("run", LETTERS))
                .hasStackTraceContaining("of 250 tokens: start it with a larger --ctx-size");
    }
}
