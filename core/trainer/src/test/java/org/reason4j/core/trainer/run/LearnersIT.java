package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.WeightsHash;

/** Whole runs with models that learn beside the policy, and with rules that move it. */
class LearnersIT {

    private static final String SIX_STEPS = "{steps: 6, promptsPerStep: 8, learningRate: 1e-2, miniBatches: 2}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"critic", "process", "both after a supervised stage", "critic beside adapters", "rule", "ranking"
            })
    void aRunThatStoppedAndWasResumedEndsWithTheSameModels(String kind) throws IOException {
        TinyRun recipe = recipe(kind);
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 5}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));

        assertThat(TinyRun.weights(output("stopped"))).isEqualTo(TinyRun.weights(output("alone")));
        Map<String, Long> alone = models(output("alone"));
        assertThat(models(output("stopped"))).isEqualTo(alone);
        int critic = kind.contains("critic") || kind.contains("both") ? 3 : 0; // weights, head, moments
        int process = kind.contains("process") || kind.contains("both") || kind.equals("ranking") ? 2 : 0;
        assertThat(alone).hasSize(critic + process);
    }

    @Test
    void aRunThatStoppedAfterItsSupervisedStageBeginsItsModelsAnew() throws IOException {
        TinyRun recipe = recipe("both after a supervised stage");
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 1}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        assertThat(CheckpointStore.of(output("stopped")).newest()).contains(0);
        recipe.resume(output("stopped"));

        assertThat(TinyRun.weights(output("stopped"))).isEqualTo(TinyRun.weights(output("alone")));
        assertThat(models(output("stopped"))).isEqualTo(models(output("alone")));
    }

    private static TinyRun recipe(String kind) {
        TinyRun recipe = TinyRun.recipe().with("training", SIX_STEPS);
        return switch (kind) {
            case "critic" -> recipe.with("optimizer", "{name: actor-critic}");
            case "process" -> recipe.with("rewards", "[{name: lowercase}, {name: process}]");
            case "critic beside adapters" ->
                recipe.with("optimizer", "{name: actor-critic}")
                        .with("model", recipe.sections().get("model").replaceFirst("}$", ", lora: {rank: 4}}"));
            case "ranking" -> recipe.with("rewards", "[{name: lowercase}, {name: ranking}]");
            case "rule" -> recipe.with("optimizer", "{name: descent}");
            default ->
                recipe.with("optimizer", "{name: actor-critic}")
                        .with("rewards", "[{name: lowercase}, {name: process}]")
                        .with("supervised", "{data: {name: words}, steps: 3, batchSize: 4, learningRate: 1e-3}");
        };
    }

    /** A hash of every file of tensors that belongs to a model beside the policy, by its place in the last checkpoint. */
    private static Map<String, Long> models(Path run) throws IOException {
        Path models = run.resolve("checkpoints/step-6/trainer/models");
        Map<String, Long> hashes = new TreeMap<>();
        if (Files.exists(models)) {
            try (Stream<Path> files = Files.walk(models)) {
                for (Path file : files.filter(one -> one.toString().endsWith(".safetensors"))
                        .toList()) {
                    CRC32 crc = new CRC32();
                    crc.update(Files.readAllBytes(file));
                    hashes.put(models.relativize(file).toString(), crc.getValue());
                }
            }
        }
        return hashes;
    }

    @Test
    void aCriticLearnsWhatRewardsToExpect() {
        TinyRun.recipe()
                .with("optimizer", "{name: actor-critic, config: {soloSteps: 12}}")
                .with("training", "{steps: 12, promptsPerStep: 8}")
                .start(output("run"));

        List<JsonNode> steps = TinyRun.metrics(output("run"));
        // the target is a share in [0, 1] around 1/4: a critic that says 0 has a loss of mean(r^2) / 2, one that knows
        // the
        // mean has half the variance
        assertThat(steps.get(11).path("critic/loss").asDouble())
                .isLessThan(0.7 * steps.get(0).path("critic/loss").asDouble());
        assertThat(steps.get(0).path("critic/grad_norm").asDouble()).isPositive();
        assertThat(steps.get(0).path("time/critic").asDouble()).isPositive();
    }

    @Test
    void aModelOfScoresLearnsFromThePairsThatItMakes() throws IOException {
        TinyRun.recipe()
                .with("training", "{steps: 12, promptsPerStep: 16, learningRate: 1e-6}")
                .with("rewards", "[{name: lowercase}, {name: ranking, weight: 0}]")
                .with("checkpoints", "{every: 12}")
                .start(output("run"));

        List<JsonNode> steps = TinyRun.metrics(output("run"));
        assertThat(steps.get(0).path("reward/ranking/mean").asDouble()).isZero(); // its head is 0
        assertThat(steps.get(0).path("ranking/loss").asDouble()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(steps.get(0).path("ranking/accuracy").asDouble()).isEqualTo(0.5);
        assertThat(steps.subList(6, 12).stream()
                        .mapToDouble(step -> step.path("ranking/accuracy").asDouble())
                        .average()
                        .orElseThrow())
                .isGreaterThan(0.6);
        Path saved = output("run").resolve("checkpoints/step-12/trainer/models/ranking");
        assertThat(Files.readString(saved.resolve("config.json"))).contains("ForSequenceClassification");
    }

    @Test
    void aModelWithoutExamplesStaysAsItIs() {
        TinyRun.recipe()
                .with("rewards", "[{name: lowercase}, {name: ranking, config: {least: 9}}]")
                .start(output("run"));

        for (JsonNode step : TinyRun.metrics(output("run"))) {
            assertThat(step.has("ranking/loss")).isFalse();
            assertThat(step.path("reward/ranking/mean").asDouble(1)).isZero();
        }
    }

    @Test
    void inSoloStepsTheModelLearnsAndThePolicyStays() throws IOException {
        TinyRun.recipe()
                .with("optimizer", "{name: actor-critic, config: {soloSteps: 2}}")
                .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2, schedule: linear}")
                .start(output("run"));

        List<JsonNode> steps = TinyRun.metrics(output("run"));
        for (int step = 0; step < 4; step++) {
            assertThat(steps.get(step).path("update/solo").asInt(0)).isEqualTo(step < 2 ? 1 : 0);
            assertThat(steps.get(step).has("policy/loss")).isEqualTo(step >= 2);
            assertThat(steps.get(step).has("critic/loss")).isTrue();
        }
        // two updates of the policy: the linear schedule ends with the second
        assertThat(steps.get(2).path("update/learning_rate").asDouble()).isCloseTo(0.5e-2, within(1e-9));
        assertThat(steps.get(3).path("update/learning_rate").asDouble()).isZero();
        assertThat(state(2).path("updates").asInt()).isZero();
        assertThat(state(4).path("updates").asInt()).isEqualTo(2);
        JsonNode critic = new ObjectMapper()
                .readTree(output("run")
                        .resolve("checkpoints/step-4/trainer/models/critic/state.json")
                        .toFile());
        assertThat(critic.path("updates").asInt()).isEqualTo(8); // two epochs in each of four steps
    }

    @Test
    void howRowsAreSplitChangesNoUpdateOfAModel() {
        TinyRun recipe = TinyRun.recipe()
                .with("optimizer", "{name: actor-critic, config: {soloSteps: 2}}")
                .with("model", TinyRun.recipe().sections().get("model").replace("bf16", "fp32"));
        recipe.start(output("whole"));
        recipe.with("training", "{steps: 2, promptsPerStep: 8, tokensPerMicroBatch: 16, recompute: true}")
                .start(output("split"));

        for (int step = 0; step < 2; step++) {
            JsonNode whole = TinyRun.metrics(output("whole")).get(step);
            JsonNode split = TinyRun.metrics(output("split")).get(step);
            for (String metric : List.of("critic/loss", "critic/grad_norm")) {
                double expected = whole.path(metric).asDouble();
                assertThat(split.path(metric).asDouble())
                        .as("%s of step %d", metric, step)
                        .isCloseTo(expected, within(1e-4 * expected));
            }
        }
    }

    @Test
    void aNameThatTheLoopItselfUsesIsTheAuthorsMistake() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("optimizer", "{name: actor-critic, config: {name: policy}}")
                        .start(output("run")))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("is named 'policy', expected letters, digits, - and _, and none of");
    }

    private JsonNode state(int step) throws IOException {
        return new ObjectMapper()
                .readTree(output("run")
                        .resolve("checkpoints/step-" + step + "/trainer/state.json")
                        .toFile());
    }

    @Test
    void aModelMayStartFromAnotherDirectory() {
        Path tiny = TinyRun.resource("/tiny");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, output("other"), 99);
        TinyRun.recipe()
                .with("optimizer", "{name: actor-critic, config: {path: " + output("other") + "}}")
                .start(output("run"));

        Path saved = output("run").resolve("checkpoints/step-2/trainer/models/critic");
        assertThat(WeightsHash.of(saved)).isNotEqualTo(WeightsHash.of(output("other")));
        assertThat(saved.resolve("value_head.safetensors")).exists();
        assertThat(ModelConfig.read(saved).vocabularySize()).isEqualTo(104);
    }

    @Test
    void aModelWithAnotherVocabularyIsRefused() {
        Path other = TinyModels.directory(TinyModels.LLAMA);
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("optimizer", "{name: actor-critic, config: {path: " + other + "}}")
                        .start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "Model 'critic' starts from " + other + ", which has another vocabulary (100 rows)")
                .hasMessageContaining("than the policy in " + output("run").resolve("model") + " (104 rows)");
    }

    @Test
    void whoReadsValuesNeedsACritic() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("optimizer", "{name: actor-critic, config: {critic: false}}")
                        .start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "optimizer reads 'values', but no model of the recipe computes them. Add a critic");
    }

    @Test
    void twoModelsOfOneNameAreRefused() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("rewards", "[{name: lowercase}, {name: process}, {name: process, key: again}]")
                        .start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Two components of the recipe bring a model named 'process'");
    }

    @Test
    void aRewardThatReadsAModelCannotMeasure() {
        assertThatThrownBy(() ->
                        TinyRun.recipe().with("rewards", "[{name: process}]").start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rewards[0] can't measure held-out problems");
    }

    @Test
    void aLossOfAModelThatIsNotANumberStopsTheRun() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("optimizer", "{name: actor-critic, config: {broken: true}}")
                        .start(output("run")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The loss of 'critic' is NaN at step 1");
        assertThat(output("run").resolve("crash/step-1/batch.jsonl")).exists();
    }

    @Test
    void aModelOfLogprobsLearnsWhatItsLossAsksFor() {
        TinyRun.recipe()
                .with("training", "{steps: 12, promptsPerStep: 16, learningRate: 1e-6}")
                .with("rewards", "[{name: lowercase}, {name: process, weight: 0}]")
                .start(output("run"));

        List<JsonNode> steps = TinyRun.metrics(output("run"));
        assertThat(steps.get(0).path("reward/process/mean").asDouble()).isZero(); // it still is the reference
        assertThat(steps.get(0).path("process/agreement").asDouble()).isZero();
        assertThat(steps.get(11).path("process/agreement").asDouble()).isGreaterThan(0.001);
        assertThat(steps.get(11).path("reward/process/mean").asDouble()).isNotZero();
    }

    @Test
    void rewardsReadCertaintyAndEntropy() {
        TinyRun.recipe()
                .with("rewards", "[{name: lowercase}, {name: sure}]")
                .with("training", "{steps: 1, promptsPerStep: 8}")
                .start(output("run"));

        // cross-entropy from the uniform distribution is at least ln 104, entropy at most
        double difference =
                TinyRun.metrics(output("run")).get(0).path("reward/sure/mean").asDouble();
        assertThat(difference).isBetween(1e-6, 1.0);
    }

    @Test
    void aRuleOfItsOwnMovesThePolicy() throws IOException {
        TinyRun.recipe()
                .with("optimizer", "{name: descent, config: {rate: 1}}")
                .with("model", TinyRun.recipe().sections().get("model").replace("bf16", "fp32"))
                .start(output("run"));

        for (JsonNode step : TinyRun.metrics(output("run"))) {
            assertThat(step.path("descent/change").asDouble()).isNegative();
            assertThat(step.path("descent/ratio").asDouble()).isCloseTo(1, within(1e-5)); // before the move
            assertThat(step.path("update/grad_norm").asDouble()).isPositive();
            assertThat(step.has("update/learning_rate")).isFalse();
            assertThat(step.path("staleness/mean").asDouble()).isZero();
            assertThat(step.has("time/old")).isTrue();
        }
        assertThat(state(2).path("updates").asInt()).isEqualTo(2);
    }

    @Test
    void aRuleThatRuinsTheWeightsStopsTheRun() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("optimizer", "{name: descent, config: {rate: 3.0e+38}}")
                        .start(output("run")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The norm of the weights after the update is")
                .hasMessageContaining("at step 1");
    }

    private Path output(String name) {
        return directory.resolve(name);
    }
}
