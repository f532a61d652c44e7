package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** A run whose batches two servers write two updates ahead is killed in the middle, and goes on. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(400)
class StalenessAfterAKillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HOME = Path.of("target/reason4j").toAbsolutePath();
    private static final int STEPS = 8;
    private static final int BOUND = 2;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void noTokenIsOlderThanTheBoundAndTheWeightsAreThoseOfARunThatWasNotKilled() throws Exception {
        Path weights = directory.resolve("weights");
        Path model = HOME.resolve("examples/quickstart");
        RandomWeights.write(ModelConfig.read(model), model, weights, 7); // not those of the policy
        List<Integer> ports = ServingProcess.freePorts();
        for (int port : ports) {
            processes.add(ServingProcess.start(port, weights, directory));
        }

        Path alone = directory.resolve("alone");
        assertThat(train(alone).waitFor()).as(log(alone)).isZero();

        String fleet = "backend={name: http, config: {replicas: ["
                + ports.stream().map(port -> "'http://127.0.0.1:" + port + "'").collect(Collectors.joining(", "))
                + "]}}";
        Path killed = directory.resolve("killed");
        Process first = train(killed, fleet);
        awaitSteps(killed, STEPS / 2, first);
        first.descendants().forEach(ProcessHandle::destroyForcibly);
        first.destroyForcibly().waitFor();
        assertThat(steps(killed)).hasSizeLessThan(STEPS);
        assertThat(train(killed, fleet, "--resume").waitFor()).as(log(killed)).isZero();

        List<JsonNode> steps = steps(killed);
        assertThat(steps).hasSize(STEPS);
        assertThat(steps.stream().map(StalenessAfterAKillIT::ages).toList())
                .isEqualTo(
                        steps(alone).stream().map(StalenessAfterAKillIT::ages).toList());
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.path("staleness/max").asDouble()).isBetween(0.0, (double) BOUND);
            assertThat(ages(step).stream().mapToDouble(Double::doubleValue).sum())
                    .isEqualTo(1);
            assertThat(step.path("rollout/failed").asDouble()).isZero();
        });
        assertThat(ages(steps.get(STEPS - 1))).isEqualTo(List.of(0.0, 0.0, 1.0)); // all tokens are two updates old
        assertThat(hash(killed)).isEqualTo(hash(alone));
    }

    /** The histogram of one step: the share of learned tokens of each age up to the bound. */
    private static List<Double> ages(JsonNode step) {
        return IntStream.rangeClosed(0, BOUND)
                .mapToObj(age -> step.path("staleness/age_" + age).asDouble(0))
                .toList();
    }

    private Process train(Path output, String... further) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                HOME.resolve("bin/reason4j").toString(),
                "train",
                HOME.resolve("examples/quickstart.yaml").toString(),
                "device=cpu",
                "model.precision=fp32",
                "supervised.steps=4",
                "training.steps=" + STEPS,
                "training.promptsPerStep=4",
                "training.staleness=" + BOUND,
                "rollout.groupSize=4",
                "rollout.maxTokens=24",
                "evaluation.limit=4",
                "evaluation.samples=0",
                "evaluation.k=[]",
                "evaluation.every=99",
                "checkpoints.every=2",
                "--output",
                output.toString()));
        words.addAll(List.of(further));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(output.getFileName() + ".log").toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private String log(Path output) throws IOException {
        return Files.readString(directory.resolve(output.getFileName() + ".log"));
    }

    private void awaitSteps(Path output, int count, Process process) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(200);
        while (steps(output).size() < count) {
            assertThat(process.isAlive()).as("the run goes on: %s", log(output)).isTrue();
            assertThat(System.nanoTime()).as("%s steps within 200 s", count).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Metrics of the steps of reinforcement learning that are written whole. */
    private static List<JsonNode> steps(Path output) throws IOException {
        Path file = output.resolve("metrics.jsonl");
        List<JsonNode> steps = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readString(file).split("(?<=\n)") : new String[0]) {
            if (line.endsWith("\n") && line.contains("staleness/max")) {
                steps.add(JSON.readTree(line));
            }
        }
        return steps;
    }

    private static String hash(Path output) throws IOException {
        return JSON.readTree(output.resolve("summary.json").toFile())
                .get("weights_sha256")
                .textValue();
    }
}
