package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.learning.MicroBatch;
import org.reason4j.core.trainer.learning.Trajectories;

/** Whole runs of a tiny model. */
class TrainingRunIT {

    private static final String SIX_STEPS = "{steps: 6, promptsPerStep: 8, learningRate: 1e-2}";
    private static final String THREE_STALE = "{steps: 6, promptsPerStep: 8, learningRate: 1e-2, staleness: 3}";
    private static final String JSONL = "{name: jsonl}";

    @TempDir
    private Path directory;

    @Test
    void theSupervisedStageTeachesWhatItIsShown() {
        TrainingOutcome outcome = TinyRun.recipe()
                .with("supervised", "{data: {name: words}, steps: 40, batchSize: 16, learningRate: 1e-2}")
                .with("training", "{steps: 0}")
                .start(output("sft"));

        assertThat(outcome.after().answers())
                .extracting(answer -> answer.response().text())
                .containsOnly("abc");
        assertThat(output("sft").resolve("checkpoints/step-0/trainer/state.json"))
                .exists();
    }

    @Test
    void reinforcementLearningRaisesTheReward() {
        TrainingOutcome outcome = TinyRun.recipe()
                .with("training", "{steps: 40, promptsPerStep: 16, learningRate: 1e-2}")
                .with("evaluation", "{every: 0, threshold: 0.5}")
                .start(output("rl"));

        List<JsonNode> steps = TinyRun.metrics(output("rl"));
        assertThat(steps.get(0).path("reward/mean").asDouble()).isLessThan(0.6);
        assertThat(steps.get(39).path("reward/mean").asDouble()).isGreaterThan(0.9);
        assertThat(outcome.after().measurement().accuracy()).isEqualTo(1);
    }

    @Test
    void anEnvironmentTakesTurnsInTrainingAndInMeasurements() {
        TrainingOutcome outcome = TinyRun.recipe()
                .with("environment", "{name: vowels}")
                .with("rollout", "{groupSize: 4, maxTokens: 40, batchSize: 32, maxTurns: 4}")
                .start(output("turns"));

        JsonNode step = TinyRun.metrics(output("turns")).get(0);
        assertThat(step.path("rollout/turns").asDouble()).isGreaterThan(1).isLessThanOrEqualTo(4);
        assertThat(step.path("rollout/failed").asDouble(-1)).isZero();
        assertThat(step.path("rollout/tokens_computed").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(step.path("rollout/tokens_unique").asDouble());
        assertThat(outcome.before().answers())
                .allSatisfy(answer -> assertThat(answer.response().streams()).contains(TokenStream.TURN_REWARDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-trajectory", "drop-group", "abort", "retry"})
    void aFailingEnvironmentHasThePolicyOfTheRecipe(String policy) {
        TinyRun recipe = failing("train-.*[0-4]", 1, policy);
        switch (policy) {
            case "abort" ->
                assertThatThrownBy(() -> recipe.start(output("run")))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining(
                                "sample 0: environment: java.lang.IllegalStateException: the pipe is broken."
                                        + " The recipe says ABORT for this");
            case "retry" ->
                assertThatThrownBy(() -> recipe.start(output("run")))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining(
                                "rollout.onFailure: found retry, expected drop-trajectory, drop-group or abort");
            default -> {
                recipe.start(output("run"));
                boolean group = policy.equals("drop-group");
                for (JsonNode step : TinyRun.metrics(output("run"))) {
                    double failed = step.path("rollout/failed").asDouble();
                    assertThat(failed).isBetween(1.0, 8.0); // one response to some of 8 prompts
                    assertThat(step.path("reward/dropped_trajectories").asDouble())
                            .isEqualTo(group ? 4 * failed : failed);
                    assertThat(step.path("reward/dropped_groups").asDouble()).isEqualTo(group ? failed : 0);
                }
            }
        }
    }

    @Test
    void anEnvironmentThatAlwaysFailsStopsTheRun() {
        assertThatThrownBy(() -> failing("train-.*", 4, "drop-trajectory").start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The environment failed for all 32 responses, the first of them '")
                .hasMessageContaining("the pipe is broken. Fix the environment");
    }

    @Test
    void anEnvironmentThatFailsInTheFirstMeasurementIsToBlame() {
        assertThatThrownBy(() -> failing(".*", 4, "drop-trajectory").start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "The reward could score none of the 4 problems of the evaluation dataset; the first response"
                                + " that failed: environment: java.lang.IllegalStateException: the pipe is broken");
    }

    private static TinyRun failing(String prompts, int samples, String policy) {
        return TinyRun.recipe()
                .with("environment", "{name: broken, config: {prompts: '" + prompts + "', samples: " + samples + "}}")
                .with("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32, onFailure: " + policy + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "stateful",
                "lora",
                "supervised",
                "ahead",
                "filtered",
                "partial",
                "partial turns",
                "partial filtered"
            })
    void aRunThatStoppedAndWasResumedEndsWithTheSameWeights(String kind) {
        TinyRun recipe = recipe(kind);
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[" + JSONL + ", {name: bomb, config: {step: 5}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));

        assertThat(TinyRun.weights(output("stopped"))).isEqualTo(TinyRun.weights(output("alone")));
        assertThat(TinyRun.metrics(output("stopped")))
                .extracting(step -> step.path("step").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6);
    }

    private static TinyRun recipe(String kind) {
        TinyRun recipe = TinyRun.recipe().with("training", SIX_STEPS);
        return switch (kind) {
            case "stateful" ->
                recipe.with("regularizers", "[{name: bonus}]")
                        .with(
                                "training",
                                "{steps: 6, promptsPerStep: 8, learningRate: 1e-2, miniBatches: 2, epochs: 2,"
                                        + " schedule: cosine, warmupSteps: 3}");
            case "lora" ->
                recipe.with("model", recipe.sections().get("model").replaceFirst("}$", ", lora: {rank: 4}}"));
            case "supervised" ->
                recipe.with("supervised", "{data: {name: words}, steps: 3, batchSize: 4, learningRate: 1e-3}");
            case "ahead" -> recipe.with("training", "{steps: 6, promptsPerStep: 8, learningRate: 1e-2, staleness: 2}");
            case "partial" ->
                recipe.with("rollout", "{groupSize: 4, maxTokens: 12, batchSize: 32, partialTokens: 3}")
                        .with("training", THREE_STALE);
            case "partial turns" ->
                recipe.with("environment", "{name: vowels}")
                        .with("rollout", "{groupSize: 4, maxTokens: 40, batchSize: 32, maxTurns: 4, partialTokens: 3}")
                        .with("training", THREE_STALE);
            case "partial filtered" ->
                recipe.with("filters", "[uneven]")
                        .with("rollout", "{groupSize: 2, maxTokens: 12, maxBatches: 3, partialTokens: 3}")
                        .with(
                                "training",
                                "{steps: 6, promptsPerStep: 8, learningRate: 1e-2, miniBatches: 2, staleness: 4}");
            case "filtered" ->
                recipe.with("filters", "[uneven]").with("rollout", "{groupSize: 2, maxTokens: 2, maxBatches: 3}");
            default -> recipe;
        };
    }

    @Test
    void rolloutsAreAsOldAsTheRecipeAllowsAndNoOlder() {
        recipe("ahead").start(output("ahead"));

        assertThat(TinyRun.metrics(output("ahead")))
                .extracting(step -> step.path("staleness/max").asInt())
                .containsExactly(0, 1, 2, 2, 2, 2);
    }

    @Test
    void partsOfResponsesAreWrittenByTheWeightsOfEachStep() {
        recipe("partial").start(output("partial"));
        List<JsonNode> steps = TinyRun.metrics(output("partial"));
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.path("staleness/max").asInt()).isBetween(0, 3);
            assertThat(step.path("staleness/mean").asDouble())
                    .isLessThanOrEqualTo(step.path("staleness/max").asDouble());
            assertThat(step.path("throughput/trained_sequences").asInt()).isEqualTo(8 * 4);
        });
        assertThat(steps).extracting(step -> step.path("staleness/max").asInt()).contains(2);
        assertThat(steps)
                .extracting(step -> step.path("partial/versions").asDouble())
                .anySatisfy(versions -> assertThat(versions).isGreaterThan(1));
        assertThat(steps.get(0).path("staleness/older_tokens").asDouble()).isZero();
        assertThat(steps.get(5).path("partial/in_flight").asInt(-1)).isZero(); // no prompt is begun in vain
        assertThat(steps.get(5).path("partial/waiting").asInt(-1)).isZero();
    }

    @Test
    void withRoomForWholeResponsesPartsChangeNothing() {
        String rollout = "{groupSize: 4, maxTokens: 5, batchSize: 32, partialTokens: ";
        recipe("plain").with("rollout", rollout + "0}").start(output("whole"));
        recipe("plain")
                .with("rollout", rollout + "5}")
                .with("training", THREE_STALE)
                .start(output("parts"));
        assertThat(TinyRun.weights(output("parts"))).isEqualTo(TinyRun.weights(output("whole")));
    }

    @Test
    void whatIsCarriedOverAnUpdateHasAnAgeThatTheRecipeMustAllow() {
        assertThatThrownBy(() -> recipe("partial")
                        .with("training", "{steps: 2, promptsPerStep: 8, miniBatches: 2, epochs: 3}")
                        .start(output("refused")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.staleness: found 0, expected at least miniBatches * epochs = 6 where"
                        + " rollout.partialTokens is above 0");
    }

    @Test
    void stalenessOfAPartOfAStepIsRefused() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("training", "{steps: 2, promptsPerStep: 8, miniBatches: 2, staleness: 3}")
                        .with("rollout", "{groupSize: 4, maxTokens: 5, maxBatches: 2}")
                        .start(output("refused")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.staleness: found 3, expected a multiple of the updates of a step")
                .hasMessageContaining("rollout.maxBatches: found 2, expected 1 where training.staleness is above 0");
    }

    @Test
    void groupsThatAreFilteredOutAreMadeUpFor() {
        recipe("filtered").start(output("filtered"));

        for (JsonNode step : TinyRun.metrics(output("filtered"))) {
            double batches = step.path("filter/batches").asDouble();
            double kept = step.path("filter/kept_ratio").asDouble() * batches * 8;
            assertThat(batches).isBetween(1.0, 3.0);
            assertThat(step.path("throughput/trained_sequences").asDouble()).isEqualTo(2 * Math.min(8, kept));
            assertThat(kept >= 8 || batches == 3)
                    .as("%s groups of %s batches", kept, batches)
                    .isTrue();
        }
    }

    @Test
    void aGreedyResponseIsScoredAndNotLearned() {
        TinyRun.recipe().with("optimizer", "against-greedy").start(output("greedy"));

        for (JsonNode step : TinyRun.metrics(output("greedy"))) {
            assertThat(step.path("throughput/trained_sequences").asInt()).isEqualTo(32);
            assertThat(step.path("reward/greedy/mean").asDouble()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void aFilterThatSplitsGroupsDoesNotGoWithOneThatNeedsThemWhole() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("optimizer", "against-greedy")
                        .with("filters", "[{name: uneven, config: {split: true}}]")
                        .start(output("refused")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "optimizer needs all members of a group, but filters[0] may drop some of them. Leave out that"
                                + " filter, or choose one that keeps or drops whole groups.");
    }

    @Test
    void whatSavesMemoryChangesAnUpdateByRoundingOnly() {
        TinyRun recipe = TinyRun.recipe().with("regularizers", "[{name: bonus}]");
        recipe.start(output("whole"));
        for (String setting : List.of("tokensPerMicroBatch: 16", "recompute: true")) {
            Path output = output(setting.substring(0, 5));
            recipe.with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2, " + setting + "}")
                    .start(output);
            for (int step = 0; step < 2; step++) {
                JsonNode whole = TinyRun.metrics(output("whole")).get(step);
                JsonNode saving = TinyRun.metrics(output).get(step);
                for (String metric : List.of("policy/loss", "policy/entropy", "update/grad_norm", "reward/mean")) {
                    assertThat(saving.path(metric).asDouble())
                            .as(metric)
                            .isCloseTo(whole.path(metric).asDouble(), within(0.01));
                }
            }
        }
    }

    @Test
    void inFp32TheGradientIsTheSameHoweverTheBatchIsSplit() {
        Path tiny = TinyRun.resource("/tiny");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, output("model"), 1);
        List<Trajectory> trajectories =
                List.of(Trajectories.of(3, 5), Trajectories.of(2, 4), Trajectories.of(6, 2), Trajectories.of(1, 7));
        try (Policy policy = Policy.load(output("model"), Device.cpu(), Precision.FP32, Optional.empty(), 1)) {
            double whole = gradientNorm(policy, trajectories, 1000, false);
            assertThat(whole).isPositive();
            assertThat(gradientNorm(policy, trajectories, 10, false)).isCloseTo(whole, withinPercentage(1e-3));
            assertThat(gradientNorm(policy, trajectories, 10, true)).isCloseTo(whole, withinPercentage(1e-3));
        }
    }

    private static double gradientNorm(Policy policy, List<Trajectory> trajectories, int tokens, boolean recompute) {
        for (MicroBatch batch : MicroBatch.split(trajectories, tokens)) {
            try (NDManager scope = policy.model().scope()) {
                Policy.Pass pass = policy.forward(scope, batch.rows(), recompute);
                policy.backward(
                        pass,
                        scope.full(new Shape(batch.rows().scored()), -1f),
                        scope.full(new Shape(batch.rows().scored()), 0.5f));
            }
        }
        double norm = policy.clipGradients(0);
        policy.clearGradients();
        return norm;
    }

    @Test
    void aFailedStartIsInNobodysWay() {
        Path output = output("run");
        assertThatThrownBy(() -> TinyRun.recipe().with("device", "cuda:77").start(output))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cuda:77");
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("seed", "4")
                        .with("trackers", "[{name: jsonl, config: {unheardOf: 1}}]")
                        .start(output))
                .isInstanceOf(ConfigException.class);
        assertThat(output.resolve("model")).as("the model of seed 4").exists();
        TinyRun.recipe().start(output);
        TinyRun.recipe().start(output("elsewhere"));

        assertThat(TinyRun.weights(output)).isEqualTo(TinyRun.weights(output("elsewhere")));
        assertThatThrownBy(() -> TinyRun.recipe().start(output))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("already holds a run");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(output("file"), "");
        OutputDirectory output = OutputDirectory.of(Optional.of(file.resolve("run")));
        assertThatThrownBy(() -> output.enter(TinyRun.recipe().resolved(directory), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Can't write to " + file.resolve("run"))
                .hasMessageContaining("--output");
    }

    @Test
    void withASingleUpdateTheLossNeedsNoPassOfItsOwn() {
        TinyRun.recipe().start(output("run"));
        assertThat(TinyRun.metrics(output("run")).get(0).has("time/old")).isFalse();
    }

    @Test
    void rewardsReadStreamsThatWereComputedBeforeThem() {
        TinyRun.recipe()
                .with("rewards", "[{name: lowercase}, {name: measured}]")
                .start(output("run"));

        List<JsonNode> steps = TinyRun.metrics(output("run"));
        assertThat(steps.get(0).has("time/old")).isTrue();
        assertThat(steps.get(0).has("time/reference")).isTrue();
        assertThat(steps.get(0).path("reward/measured/mean").asDouble()).isZero(); // the policy still is the reference
        assertThat(steps.get(1).path("reward/measured/mean").asDouble()).isPositive();
    }

    @Test
    void aRewardThatReadsStreamsOfTrainingCannotMeasure() {
        assertThatThrownBy(() ->
                        TinyRun.recipe().with("rewards", "[{name: measured}]").start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rewards[0] can't measure held-out problems");
    }

    @Test
    void aRewardThatBuildsOnTheMeasureCannotBeIt() {
        assertThatThrownBy(
                        () -> TinyRun.recipe().with("rewards", "[{name: echo}]").start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "rewards[0] can't measure held-out problems: it builds on the reward that measures");
    }

    @Test
    void aStreamOfAPluginReachesTheBatch() {
        TinyRun.recipe()
                .with("shaping", "[{name: places}]")
                .with("regularizers", "[{name: reader}]")
                .with("training", "{steps: 1, promptsPerStep: 8, learningRate: 1e-2, tokensPerMicroBatch: 16}")
                .start(output("run"));

        // a response of n tokens has the places 0 to n - 1
        JsonNode step = TinyRun.metrics(output("run")).get(0);
        assertThat(step.path("reader/place").asDouble()).isBetween(1.0, 2.0);
    }

    @Test
    void aStreamThatOnlySomeTrajectoriesCarryIsNamed() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("shaping", "[{name: places, config: {all: false}}]")
                        .with("regularizers", "[{name: reader}]")
                        .start(output("run")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no stream 'test/place'");
    }

    @Test
    void anEntropyThatIsDeclaredAndNotReadChangesNothing() {
        TinyRun.recipe().start(output("without"));
        TinyRun.recipe()
                .with("regularizers", "[{name: bonus, config: {used: false}}]")
                .start(output("unread"));

        for (String metric : List.of("policy/loss", "update/grad_norm")) {
            assertThat(TinyRun.metrics(output("unread")).get(1).path(metric).asDouble())
                    .isCloseTo(
                            TinyRun.metrics(output("without"))
                                    .get(1)
                                    .path(metric)
                                    .asDouble(),
                            within(1e-5));
        }
    }

    @Test
    void aMajorityIsAbsentWhereTheRewardReadsNoAnswers() {
        TrainingOutcome outcome = TinyRun.recipe().start(output("run"));

        assertThat(outcome.after().measurement().passAt()).containsOnlyKeys(1, 2);
        assertThat(outcome.after().measurement().majorityAt()).isEmpty();
    }

    @Test
    void aMajorityIsMeasuredWhereTheRewardReadsAnswers() {
        TrainingOutcome outcome = TinyRun.recipe()
                .with("rewards", "[{name: deaf, config: {prompt: none}}]")
                .with("training", "{steps: 1, promptsPerStep: 1}")
                .start(output("run"));

        // every answer is right, so the most frequent one is
        assertThat(outcome.after().measurement().majorityAt()).containsExactly(entry(2, 1.0));
    }

    @Test
    void heldOutProblemsNeedTheFieldsOfTheFirstReward() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("data", "{train: {name: words}, evaluation: {name: words, config: {labelled: false}}}")
                        .start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rewards[0] reads the field 'answer', but example 'train-0' of data.evaluation");
    }

    @Test
    void aLossThatIsNotANumberStopsTheRunAndKeepsTheEvidence() throws IOException {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("training", SIX_STEPS)
                        .with("optimizer", "{name: reinforce, config: {breaksAt: 3}}")
                        .start(output("run")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The loss is NaN at step 3");

        List<String> rows = Files.readAllLines(output("run").resolve("crash/step-3/batch.jsonl"));
        assertThat(rows).hasSize(8 * 4);
        assertThat(new ObjectMapper().readTree(rows.get(0)).path("advantages").size())
                .isBetween(1, 5);
        assertThat(CheckpointStore.of(output("run")).newest()).contains(2);
    }

    @Test
    void aRewardThatHangsDoesNotHangTheRun() {
        long start = System.nanoTime();
        TinyRun.recipe()
                .with(
                        "data",
                        "{train: {name: words, config: {count: 8}}, evaluation: {name: words, config: {prefix: held-out}}}")
                .with("rewards", "[{name: lowercase}, {name: deaf, deadlineSeconds: 0.2}]")
                .with("training", "{steps: 1, promptsPerStep: 8, learningRate: 1e-2}")
                .start(output("run"));

        JsonNode step = TinyRun.metrics(output("run")).get(0);
        assertThat(step.path("reward/deaf/timed_out").asInt()).isEqualTo(4); // one group
        assertThat(step.path("reward/dropped_groups").asInt()).isEqualTo(1);
        assertThat(step.path("reward/abandoned_calls").asInt()).isEqualTo(1);
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(60);
    }

    @Test
    void everyMetricIsInTheReferenceAndEveryOneOfCoreIsEmitted() throws IOException {
        TinyRun.recipe()
                .with(
                        "rewards",
                        "[{name: lowercase, key: KEY}, {name: measured, key: KEY2},"
                                + " {name: process, key: KEY3, config: {name: NAME, soloSteps: 1}},"
                                + " {name: deaf, key: KEY4, config: {prompt: none}}]")
                .with("environment", "{name: vowels}")
                .with("sampler", "mixed")
                .with("optimizer", "against-greedy")
                .with("filters", "[uneven]")
                .with("guards", "[{name: after, key: KEY}]")
                .with("supervised", "{data: {name: words}, steps: 1, batchSize: 4}")
                .start(output("run"));
        recipe("partial").start(output("partial"));
        TinyRun.recipe()
                .with("rollout", "{groupSize: 4, maxTokens: 24, batchSize: 4, speculation: true}")
                .start(output("drafts"));
        Set<String> emitted = new TreeSet<>();
        for (String run : List.of("run", "partial", "drafts")) {
            TinyRun.metrics(output(run)).forEach(step -> step.fieldNames().forEachRemaining(emitted::add));
        }
        for (String step : Files.readAllLines(output("run").resolve("supervised.jsonl"))) {
            new ObjectMapper().readTree(step).fieldNames().forEachRemaining(emitted::add);
        }
        if (emitted.contains("reward/KEY4/no_answer")) { // of the reward that reads answers
            emitted.add("reward/KEY/no_answer");
        }
        if (emitted.contains("staleness/age_0")) { // of tokens that the step's own weights sampled
            emitted.add("staleness/age_N");
        }
        emitted.removeIf(name -> name.equals("step")
                || name.matches("staleness/age_[0-9]+")
                || name.matches(
                        "reward/(KEY[234]|lowercase)/.*|NAME/agreement|coach/.*")); // a table has the coach's signs

        Set<String> documented = new TreeSet<>();
        String page = Files.readString(Path.of("../../docs/reference/metrics.md"));
        for (String line : page.substring(0, page.indexOf("## Equal runs")).split("\n")) {
            Matcher row = Pattern.compile("\\| `([A-Za-z]+/\\S+)` \\|.*").matcher(line);
            if (row.matches() && !line.matches(".*\\(`[a-z0-9-]+`[^)]*\\) \\|")) { // of core, not of one plugin
                documented.add(row.group(1));
            }
        }
        assertThat(documented).hasSizeGreaterThan(30);
        assertThat(emitted).isEqualTo(documented);
    }

    @Test
    void timeIsSpentOnMeasurementOnlyWhereThereIsOne() {
        TinyRun.recipe().start(output("run"));

        assertThat(TinyRun.metrics(output("run")).get(0).has("time/evaluation")).isFalse();
        assertThat(TinyRun.metrics(output("run")).get(1).has("time/evaluation")).isTrue();
        assertThat(TinyRun.metrics(output("run")).get(1).has("eval/accuracy")).isTrue();
    }

    @Test
    void theMeasurementBeforeTrainingIsThatOfTheFirstProcess() {
        TinyRun recipe = TinyRun.recipe();
        assertThatThrownBy(() -> recipe.with("trackers", "[" + JSONL + ", {name: bomb, config: {step: 2}}]")
                        .start(output("run")))
                .isInstanceOf(PluginException.class);
        TrainingOutcome outcome = recipe.resume(output("run"));
        Evaluator.Result before = recipe.start(output("other")).before();

        assertThat(outcome.before().measurement()).isEqualTo(before.measurement());
    }

    private Path output(String name) {
        return directory.resolve(name);
    }
}
