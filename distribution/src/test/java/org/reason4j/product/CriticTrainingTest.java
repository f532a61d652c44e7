package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Score;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.components.BuiltIns;
import org.reason4j.optimizer.ppo.PpoPlugin;

/** Optimizers that bring a critic or move the weights themselves, in runs of a model that is made in a moment. */
class CriticTrainingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void withPpoTheCriticLearnsFirstAndThePolicyThen() throws IOException {
        List<JsonNode> steps = train(
                "{name: ppo, config: {critic: {learningRate: 3e-3, soloSteps: 2, epochs: 2}}}",
                "{steps: 16, promptsPerStep: 8, miniBatches: 2, learningRate: 1e-2}");
        assertThat(steps.get(1).get("update/solo").asDouble()).isEqualTo(1);
        assertThat(steps.get(1).has("policy/loss")).isFalse();
        assertThat(number(steps.get(0), "critic/value_mean")).isZero(); // the head starts at 0
        assertThat(number(steps.get(15), "critic/value_mean"))
                .isCloseTo(number(steps.get(15), "reward/mean"), within(0.2));
        assertThat(number(steps.get(15), "critic/loss")).isLessThan(number(steps.get(0), "critic/loss") / 2);
        assertThat(steps.get(15).has("critic/explained_variance")).isTrue();
        assertThat(steps.get(15).has("policy/clip_fraction_high")).isTrue();
        assertThat(number(steps.get(15), "reward/mean")).isGreaterThan(number(steps.get(0), "reward/mean") + 0.25);
    }

    @Test
    void aCriticHasMiniBatchesAndAWarmUpOfItsOwn() throws IOException {
        String training = "{steps: 2, promptsPerStep: 8, miniBatches: 1, learningRate: 1e-2}";
        List<JsonNode> steps = train(
                "{name: ppo, config: {critic: {learningRate: 3e-3, miniBatches: 4, warmupUpdates: 2}}}", training);
        JsonNode state = JSON.readTree(directory
                .resolve("out/checkpoints/step-2/trainer/models/critic/state.json")
                .toFile());
        assertThat(state.get("updates").asLong()).isEqualTo(8);
        assertThat(Math.abs(number(steps.get(1), "critic/value_mean"))).isGreaterThan(1e-4);
        deleteOutput();
        // the first four of so many updates move nothing that could be seen
        List<JsonNode> slow = train(
                "{name: ppo, config: {critic: {learningRate: 3e-3, miniBatches: 4, warmupUpdates: 1000000}}}",
                training);
        assertThat(number(slow.get(1), "critic/value_mean")).isCloseTo(0, within(1e-5));
    }

    @Test
    void valuePretrainingEndsOnceTheCriticExplainsNoMore() throws IOException {
        List<JsonNode> steps = train(
                "{name: ppo, config: {critic: {learningRate: 3e-3, soloSteps: 10, soloPatience: 2}}}",
                "{steps: 10, promptsPerStep: 8, learningRate: 1e-2}");
        double best = Double.NEGATIVE_INFINITY;
        int since = 0;
        boolean over = false;
        for (JsonNode step : steps) {
            if (step.has("critic/explained_variance")) {
                double explained = number(step, "critic/explained_variance");
                since = explained > best ? 0 : since + 1;
                best = Math.max(best, explained);
            }
            over |= since >= 2;
            assertThat(step.has("update/solo")).isEqualTo(!over);
            assertThat(step.has("policy/loss")).isEqualTo(over);
        }
        assertThat(over).isTrue();
    }

    private void deleteOutput() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16"})
    void withTrpoEveryStepDivergesAsExpected(String precision) throws IOException {
        List<JsonNode> steps = train(
                "{name: trpo, config: {delta: 1e-3, damping: 0.01, critic: {learningRate: 3e-3, epochs: 2}}}",
                "{steps: 3, promptsPerStep: 8}",
                precision);
        for (JsonNode step : steps) {
            assertThat(number(step, "trpo/accepted")).isEqualTo(1);
            assertThat(number(step, "trpo/kl")).isBetween(5e-4, 1e-3);
            assertThat(number(step, "trpo/expected_kl")).isCloseTo(number(step, "trpo/kl"), withinPercentage(10));
            assertThat(number(step, "trpo/cg_residual")).isLessThan(0.05);
            assertThat(step.has("critic/explained_variance")).isTrue();
        }
    }

    @Test
    void withTrpoThePolicyLearnsWithoutALearningRate() throws IOException {
        List<JsonNode> steps =
                train("{name: trpo, config: {delta: 0.1, advantage: group}}", "{steps: 12, promptsPerStep: 8}");
        assertThat(steps).allSatisfy(step -> assertThat(number(step, "trpo/kl")).isLessThanOrEqualTo(0.1));
        assertThat(meanReward(steps.subList(9, 12))).isGreaterThan(meanReward(steps.subList(0, 3)) + 0.1);
    }

    @Test
    void aCriticWhoseWeightsAreNotFiniteIsNotSaved() {
        assertThatThrownBy(() ->
                        train("{name: ppo, config: {critic: {learningRate: 1e39}}}", "{steps: 1, promptsPerStep: 8}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("No checkpoint of step 1 was written: the weight of ")
                .hasMessageContaining(" of model 'critic'. The checkpoints before it stay.");
    }

    private List<JsonNode> train(String optimizer, String training) throws IOException {
        return train(optimizer, training, "bf16");
    }

    private List<JsonNode> train(String optimizer, String training, String precision) throws IOException {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        Path recipe = Files.writeString(
                directory.resolve("recipe.yaml"),
                String.join(
                        "\n",
                        "seed: 3",
                        "device: cpu",
                        "model: {create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny + "}}",
                        "data: {train: {name: letters}, evaluation: {name: letters}}",
                        "rollout: {groupSize: 4, maxTokens: 5, batchSize: 32}",
                        "rewards: [{name: lowercase}]",
                        "optimizer: " + optimizer,
                        "training: " + training,
                        "evaluation: {every: 99, limit: 2, samples: 1, k: [1], threshold: 0.5}",
                        "checkpoints: {every: 99}",
                        "trackers: [{name: jsonl}]"));
        Path output = directory.resolve("out");
        try (PluginRegistry plugins = PluginRegistry.of(new BuiltIns(), new PpoPlugin(), new Letters());
                Trainer trainer = Trainer.builder()
                        .recipe(RecipeReader.read(recipe, Map.of(), List.of()))
                        .plugins(plugins)
                        .output(output)
                        .open()) {
            trainer.train();
        }
        List<JsonNode> steps = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
            steps.add(JSON.readTree(line));
        }
        return steps;
    }

    private static double meanReward(List<JsonNode> steps) {
        return steps.stream()
                .mapToDouble(step -> number(step, "reward/mean"))
                .average()
                .orElseThrow();
    }

    private static double number(JsonNode step, String metric) {
        assertThat(step.has(metric)).as("%s in %s", metric, step).isTrue();
        return step.get(metric).asDouble();
    }

    /** To write lower-case letters. */
    static final class Letters implements Plugin {

        @Override
        public void register(Registry registry) {
            registry.dataset("letters", new Pairs.Config(16), Pairs.class);
            registry.reward("lowercase", new Lowercase.Config(), Lowercase.class);
        }
    }

    /** Prompts of a letter and a digit, with the field {@code number}. */
    record Pairs(Config config) implements DatasetReader {
        record Config(int count) {}

        @Override
        public List<Example> read() {
            return IntStream.range(0, config.count())
                    .mapToObj(i -> Example.of(
                                    "pair-" + i,
                                    List.of(Message.user((char) ('A' + i % 26) + Integer.toString(i % 10))))
                            .withFields(Map.of("number", i)))
                    .toList();
        }
    }

    /** Share of a response's characters that are lower-case letters. */
    record Lowercase(Config config) implements Reward {
        record Config() {}

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, trajectory -> {
                String text = trajectory.text();
                long letters = text.chars().filter(Character::isLowerCase).count();
                return Score.of((double) letters / Math.max(1, text.length()));
            });
        }
    }
}
