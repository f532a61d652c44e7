package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** Two processes of the product serve, one of which is killed in the middle of a step and started again. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(280)
class ServerFleetIT {

    /** Turns after which the first server is killed, and after which it is started again. */
    private static final int KILLED_AFTER = 25;

    private static final int STARTED_AFTER = 45;

    @TempDir
    private Path directory;

    private final Map<Integer, Process> servers = new HashMap<>(); // by port
    private final HttpClient client = HttpClient.newHttpClient();

    /** What happens at a turn. */
    private interface Happening {
        void turn() throws Exception;
    }

    private static final AtomicReference<Happening> HAPPENING = new AtomicReference<>(() -> {});

    /** Says go on once. */
    public record GoOn(Config config) implements Environment {

        /** No settings. */
        public record Config() {}

        @Override
        public Episode begin(Prompt prompt, int sample) {
            AtomicInteger turns = new AtomicInteger();
            return answer -> {
                HAPPENING.get().turn();
                return turns.getAndIncrement() == 0 ? new TurnResult.Observation("go", 0) : new TurnResult.Done(0);
            };
        }

        @Override
        public List<String> stop() {
            return List.of("a", "e", "i", "o", "u", "s", "t", "n", "r", "A", "E", "I", "O", "S", "T", "1", "2", "3");
        }
    }

    private static final Plugin GOING_ON = registry -> registry.environment("go-on", new GoOn.Config(), GoOn.class);

    @AfterEach
    void stop() throws InterruptedException {
        HAPPENING.set(() -> {}); // also after a run that took too long
        for (Process server : servers.values()) {
            server.destroyForcibly().waitFor();
        }
    }

    private void start(int port, Path weights) throws IOException {
        servers.put(port, ServingProcess.start(port, weights, directory));
    }

    /** Waits until a server tells its weights, and that they are or are not those of its start. */
    private void await(int port, boolean first) throws Exception {
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/get_model_info"))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end) {
            try {
                String told = client.send(question, HttpResponse.BodyHandlers.ofString())
                        .body();
                if (told.contains("\"weight_version\":\"default\"") == first) {
                    return;
                }
            } catch (IOException e) { // it does not listen yet
                assertThat(servers.get(port).isAlive()).isTrue();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("The server " + port + " does not have the weights: "
                + Files.readString(directory.resolve("server-" + port + ".log")));
    }

    @Test
    void aServerThatIsKilledAndStartedAgainCostsItsRequestsAlone() throws Exception {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        Path weights = directory.resolve("other");
        RandomWeights.write(ModelConfig.read(tiny), tiny, weights, 99); // not those of the policy
        LetterRun recipe = LetterRun.in(directory)
                .with(
                        "model",
                        "{create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny
                                + "}, precision: fp32}")
                .with("environment", "go-on")
                .with("rollout", "{groupSize: 4, maxTokens: 24, batchSize: 32, maxTurns: 2, turnSeconds: 250}");
        Path local = recipe.start("local", GOING_ON);

        List<Integer> ports = ServingProcess.freePorts();
        for (int port : ports) {
            start(port, weights);
        }
        for (int port : ports) {
            await(port, true);
        }
        AtomicInteger turns = new AtomicInteger();
        HAPPENING.set(() -> {
            int turn = turns.incrementAndGet();
            if (turn == KILLED_AFTER) {
                servers.get(ports.get(0)).destroyForcibly().waitFor();
            } else if (turn == STARTED_AFTER) {
                start(ports.get(0), weights); // with those that it had at first
                await(ports.get(0), false); // until it was given the policy's
            }
        });
        Path remote = recipe.with(
                        "backend",
                        "{name: http, config: {replicas: ['http://127.0.0.1:" + ports.get(0) + "', 'http://127.0.0.1:"
                                + ports.get(1) + "'], checkSeconds: 0.1}}")
                .start("remote", GOING_ON);

        List<Map<String, String>> expected = LetterRun.functionsOfTheRecipe(local);
        expected.forEach(step -> step.remove("rollout/tokens_computed")); // a server does not tell it
        assertThat(LetterRun.functionsOfTheRecipe(remote)).isEqualTo(expected);
        List<JsonNode> steps = LetterRun.steps(remote);
        // whether requests were under way at the replica that was killed is chance; none is lost
        assertThat(total(steps, "rollout/failed")).isZero();
        assertThat(total(steps, "fleet/0/answers") + total(steps, "fleet/1/answers"))
                .isEqualTo(total(steps, "fleet/requests"));
        assertThat(total(steps, "fleet/0/answers")).isPositive();
        assertThat(turns.get()).isGreaterThan(STARTED_AFTER);
    }

    private static double total(List<JsonNode> steps, String metric) {
        return steps.stream().mapToDouble(step -> step.path(metric).asDouble()).sum();
    }
}
