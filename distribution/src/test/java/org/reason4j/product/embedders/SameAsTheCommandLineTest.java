package org.reason4j.product.embedders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;
import org.reason4j.cli.FirstPartyPlugins;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.checkpoint.WeightsHash;

/** A trainer in a program and {@code reason4j train} come to the same numbers. */
class SameAsTheCommandLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void weightsAndMetricsAreEqualToTheLastBit() throws Exception {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        Path problems = Files.writeString(directory.resolve("problems.jsonl"), """
                {"prompt": "1+1=", "answer": "2"}
                {"prompt": "2+1=", "answer": "3"}
                {"prompt": "4+1=", "answer": "5"}
                {"prompt": "5+3=", "answer": "8"}
                """);
        String data = "{name: jsonl, config: {path: " + problems + "}}";
        Path recipe = Files.writeString(
                directory.resolve("sums.yaml"),
                String.join(
                        "\n",
                        "seed: 3",
                        "device: cpu",
                        "model: {create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny + "}}",
                        "data: {train: " + data + ", evaluation: " + data + "}",
                        "rollout: {groupSize: 4, maxTokens: 5}",
                        "rewards: [{name: random}]",
                        "training: {steps: 3, promptsPerStep: 4, learningRate: 1e-2}",
                        "evaluation: {every: 0}",
                        "trackers: [jsonl]"));
        Path output = directory.resolve("run");
        CommandTester.Outcome command = CommandTester.run("train", recipe, "--output", output);
        assertThat(command.exitCode()).as(command.err()).isZero();
        List<Map<String, Double>> told = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
            told.add(numbers(JSON.readTree(line)));
        }

        List<Map<String, Double>> metrics = new ArrayList<>();
        try (Trainer trainer = Trainer.builder()
                .recipe(recipe)
                .pluginDirectory(FirstPartyPlugins.directory())
                .open()) {
            while (trainer.hasNext()) {
                metrics.add(numbers(JSON.valueToTree(trainer.step().metrics())));
            }
            trainer.saveModel(directory.resolve("model"));
        }

        JsonNode summary = JSON.readTree(output.resolve("summary.json").toFile());
        assertThat(WeightsHash.of(directory.resolve("model")))
                .isEqualTo(summary.path("weights_sha256").asText());
        assertThat(metrics).hasSize(3).isEqualTo(told);
        assertThat(metrics.get(0)).containsKeys("policy/loss", "update/grad_norm");
    }

    private static Map<String, Double> numbers(JsonNode step) {
        Map<String, Double> numbers = new TreeMap<>();
        step.properties().forEach(metric -> {
            if (metric.getKey().contains("/") && !metric.getKey().matches("(time|throughput|memory)/.*")) {
                numbers.put(metric.getKey(), metric.getValue().asDouble());
            }
        });
        return numbers;
    }
}
