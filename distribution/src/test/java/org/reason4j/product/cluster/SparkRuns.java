package org.reason4j.product.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs of the product beside a Spark that is put together of Maven's jars, with the plugin of the product's repository. */
record SparkRuns(Path scratch) {

    static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    static final Path SPARK = Path.of("target/spark").toAbsolutePath();

    private static final Path JARS = Path.of("../plugins/engine-spark/target/provided.classpath");
    private static final Path TINY =
            Path.of("../core/fixtures/tiny").toAbsolutePath().normalize();
    static final long SECONDS = 280;

    static SparkRuns in(Path directory) throws IOException {
        Path scratch = directory.toRealPath();
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
        return new SparkRuns(scratch);
    }

    /** Steps of several micro-batches, with a reward that about half of the responses get. */
    Path recipe(boolean adapters, int steps) throws IOException {
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

    Process start(Path recipe, String name, String... further) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PRODUCT.resolve("bin/reason4j").toString(),
                "train",
                recipe.toString(),
                "--output",
                scratch.resolve(name).toString(),
                "--plugin-dir",
                scratch.resolve("plugins").toString()));
        command.addAll(List.of(further));
        return process(name, command);
    }

    /** Starts a process whose output is what {@link #said} returns. */
    Process process(String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SPARK_HOME", SPARK.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13"); // else Spark looks for a build of its sources
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("SPARK_LOCAL_HOSTNAME", "localhost");
        environment.put("OMP_NUM_THREADS", "1");
        return builder.directory(scratch.toFile())
                .redirectOutput(scratch.resolve(name + ".out").toFile())
                .redirectError(scratch.resolve(name + ".err").toFile())
                .start();
    }

    static int ended(Process process) throws InterruptedException {
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

    int stepsOf(String name) throws IOException {
        Path metrics = scratch.resolve(name).resolve("metrics.jsonl");
        return Files.exists(metrics) ? Files.readAllLines(metrics).size() : 0;
    }

    List<Double> rewards(String name) throws IOException {
        List<Double> rewards = new ArrayList<>();
        for (String line : Files.readAllLines(scratch.resolve(name).resolve("metrics.jsonl"))) {
            rewards.add(new ObjectMapper().readTree(line).path("reward/mean").asDouble(-1));
        }
        return rewards;
    }

    JsonNode summary(String name) throws IOException {
        return new ObjectMapper()
                .readTree(scratch.resolve(name).resolve("summary.json").toFile());
    }

    String said(String name) throws IOException {
        Path out = scratch.resolve(name + ".out");
        return Files.exists(out) ? Files.readString(out) + Files.readString(scratch.resolve(name + ".err")) : "";
    }
}
