package org.reason4j.product.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The product trains on executors of Spark, which are processes of their own: a Spark that is put together of Maven's jars, the plugin
 * installed from the product's repository, and a reward whose plugin executors get from the driver.
 */
@DisabledOnOs(OS.WINDOWS)
class SparkEngineIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final Path JARS = Path.of("../plugins/engine-spark/target/spark.classpath");
    private static final Path SPARK = Path.of("target/spark").toAbsolutePath();
    private static final Path TINY =
            Path.of("../core/fixtures/tiny").toAbsolutePath().normalize();
    private static final long SECONDS = 280;
    private static final int STEPS = 3;
    private static final int STEPS_WITH_A_LOSS = 6;

    private Path scratch = Path.of("");

    @TempDir
    private Path directory;

    @BeforeEach
    void putSparkTogether() throws IOException {
        scratch = directory.toRealPath();
        Path jars = Files.createDirectories(SPARK.resolve("jars"));
        for (String jar : Files.readString(JARS).strip().split(File.pathSeparator)) {
            Path link = jars.resolve(Path.of(jar).getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(jar));
        }
        Path plugin = Files.createDirectories(scratch.resolve("plugins/engine-spark"));
        try (Stream<Path> files = Files.walk(PRODUCT.resolve("repository/org/reason4j/engine-spark"))) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.copy(jar, plugin.resolve(jar.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2,true", "4,false"})
    void executorsTrainTheModelThatOneProcessTrains(int executors, boolean adapters) throws Exception {
        Path recipe = recipe(adapters, STEPS);
        assertThat(ended(start(recipe, "alone"))).as(said("alone")).isZero();
        Process process = start(recipe, "spark", onSpark(executors));
        assertThat(ended(process)).as(said("spark")).isZero();

        assertThat(summary("spark").path("weights_sha256"))
                .isEqualTo(summary("alone").path("weights_sha256"));
        assertThat(rewards("spark")).isEqualTo(rewards("alone")).anyMatch(reward -> reward > 0 && reward < 1);
    }

    /** Executors of the first stage work in the second one, too. */
    @Test
    void executorsTrainOneStageAfterTheOther() throws Exception {
        Path recipe = Files.writeString(recipe(false, 1), """
                stages:
                - {key: first, recipe: {}}
                - {key: second, recipe: {schedules: [em-inf]}}
                """, StandardOpenOption.APPEND);
        assertThat(ended(start(recipe, "alone"))).as(said("alone")).isZero();
        assertThat(ended(start(recipe, "spark", onSpark(2)))).as(said("spark")).isZero();

        for (String stage : List.of("stages/1-first", "stages/2-second")) {
            assertThat(summary("spark/" + stage).path("weights_sha256").asText())
                    .isNotEmpty()
                    .isEqualTo(summary("alone/" + stage).path("weights_sha256").asText());
        }
    }

    @Test
    void anExecutorThatIsKilledInAStepChangesNothing() throws Exception {
        Path recipe = recipe(false, STEPS_WITH_A_LOSS);
        assertThat(ended(start(recipe, "alone"))).as(said("alone")).isZero();
        Process process = start(recipe, "killed", onSpark(2));
        boolean killed = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (process.isAlive() && !killed && System.nanoTime() < end) {
            killed = stepsOf("killed") >= 2 && killOneExecutorOf(process);
            Thread.sleep(20);
        }
        assertThat(killed).as(said("killed")).isTrue();
        int steps = stepsOf("killed");
        assertThat(steps).isLessThan(STEPS_WITH_A_LOSS);
        assertThat(ended(process)).as(said("killed")).isZero();

        assertThat(summary("killed").path("weights_sha256"))
                .isEqualTo(summary("alone").path("weights_sha256"));
        assertThat(rewards("killed")).isEqualTo(rewards("alone"));
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        Path recipe = recipe(false, STEPS);
        Process unknown = start(recipe, "unknown", "--engine", "sparc");
        assertThat(ended(unknown)).isEqualTo(2);
        assertThat(said("unknown")).contains("No engine named 'sparc'. Installed: local, spark.");
        Process nowhere = start(recipe, "nowhere", "--engine", "spark");
        assertThat(ended(nowhere)).isEqualTo(2);
        assertThat(said("nowhere")).contains("The engine 'spark' needs a cluster. Name it with --master");
    }

    private static String[] onSpark(int executors) {
        return new String[] {"--engine", "spark", "--master", "local-cluster[" + executors + ",1,1024]"};
    }

    /** Steps of several micro-batches, with a reward that about half of the responses get. */
    private Path recipe(boolean adapters, int steps) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (char letter = 'a'; letter <= 'p'; letter++) {
            rows.append("{\"id\": \"")
                    .append(letter)
                    .append("\", \"prompt\": \"")
                    .append(letter)
                    .append("=\", \"answer\": \"1\"}\n");
        }
        Path data = Files.writeString(scratch.resolve("data.jsonl"), rows);
        String lora = adapters ? ", lora: {rank: 4}" : "";
        return Files.writeString(scratch.resolve("recipe.yaml"), """
                seed: 3
                device: cpu
                model: {create: {config: %s, tokenizer: %s}, precision: fp32%s}
                data: {train: {name: jsonl, config: {path: %s}}, evaluation: {name: jsonl, config: {path: %s}}}
                rollout: {groupSize: 4, maxTokens: 8, batchSize: 32}
                rewards: [{name: regex, config: {pattern: "[a-m]"}}]
                training: {steps: %d, promptsPerStep: 8, learningRate: 1e-2, tokensPerMicroBatch: 64}
                evaluation: {every: 99, limit: 2, threshold: 0.5}
                trackers: [{name: jsonl}]
                """.formatted(
                        TINY.resolve("config.json"), TINY, lora, data, data, steps));
    }

    private Process start(Path recipe, String name, String... further) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PRODUCT.resolve("bin/reason4j").toString(),
                "train",
                recipe.toString(),
                "--output",
                scratch.resolve(name).toString(),
                "--plugin-dir",
                scratch.resolve("plugins").toString()));
        command.addAll(List.of(further));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SPARK_HOME", SPARK.toString());
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("SPARK_LOCAL_HOSTNAME", "localhost");
        environment.put("OMP_NUM_THREADS", "1");
        return builder.directory(scratch.toFile())
                .redirectOutput(scratch.resolve(name + ".out").toFile())
                .redirectError(scratch.resolve(name + ".err").toFile())
                .start();
    }

    private static int ended(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean killOneExecutorOf(Process process) {
        return process.descendants()
                .filter(one -> one.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
    }

    private int stepsOf(String name) throws IOException {
        Path metrics = scratch.resolve(name).resolve("metrics.jsonl");
        return Files.exists(metrics) ? Files.readAllLines(metrics).size() : 0;
    }

    private List<Double> rewards(String name) throws IOException {
        List<Double> rewards = new ArrayList<>();
        for (String line : Files.readAllLines(scratch.resolve(name).resolve("metrics.jsonl"))) {
            rewards.add(new ObjectMapper().readTree(line).path("reward/mean").asDouble(-1));
        }
        return rewards;
    }

    private JsonNode summary(String name) throws IOException {
        return new ObjectMapper()
                .readTree(scratch.resolve(name).resolve("summary.json").toFile());
    }

    private String said(String name) throws IOException {
        Path out = scratch.resolve(name + ".out");
        return Files.exists(out) ? Files.readString(out) + Files.readString(scratch.resolve(name + ".err")) : "";
    }
}
