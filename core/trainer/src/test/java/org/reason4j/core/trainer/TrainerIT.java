package org.reason4j.core.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.WeightsHash;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.loop.StepCredits;
import org.reason4j.core.trainer.loop.StepExperience;
import org.reason4j.core.trainer.loop.StepResult;
import org.reason4j.core.trainer.run.LearnerToys;
import org.reason4j.core.trainer.run.TinyRun;
import org.reason4j.core.trainer.run.Toys;
import org.reason4j.core.trainer.run.TrainingOutcome;
import org.yaml.snakeyaml.Yaml;

/** Trainers of a tiny model, in programs. */
class TrainerIT {

    private static final TinyRun RECIPE =
            TinyRun.recipe().with("training", "{steps: 3, promptsPerStep: 8, learningRate: 1e-2, miniBatches: 2}");

    @TempDir
    private Path directory;

    private int models;

    private static TrainerBuilder builder(TinyRun recipe) {
        return Trainer.builder()
                .recipeText(recipe.yaml())
                .variables(Map.of())
                .plugin(new Toys())
                .plugin(new LearnerToys());
    }

    /** What a recipe comes to, with the tracker that was watching. */
    private record Trained(String weights, List<Map<String, Double>> metrics) {}

    private String weights(Trainer trainer) {
        models++;
        Path model = directory.resolve("model-" + models);
        trainer.saveModel(model);
        return WeightsHash.of(model);
    }

    /** Metrics that are functions of the recipe. */
    private static Map<String, Double> numbers(Map<String, Double> metrics) {
        Map<String, Double> numbers = new TreeMap<>(metrics);
        numbers.keySet().removeIf(name -> name.matches("(time|throughput|memory)/.*"));
        return numbers;
    }

    private Trained trained(TrainerBuilder builder) {
        List<Map<String, Double>> metrics = new ArrayList<>();
        try (Trainer trainer =
                builder.onStep(result -> metrics.add(numbers(result.metrics()))).open()) {
            trainer.train();
            return new Trained(weights(trainer), metrics);
        }
    }

    @Test
    void stepsAndTheirPartsTrainAsTheWholeRunToTheLastBit() {
        Trained whole = trained(builder(RECIPE).output(directory.resolve("whole")));
        assertThat(whole.weights()).isEqualTo(TinyRun.weights(directory.resolve("whole")));
        assertThat(whole.metrics()).hasSize(3);

        List<Map<String, Double>> steps = new ArrayList<>();
        try (Trainer trainer = builder(RECIPE).open()) {
            while (trainer.hasNext()) {
                steps.add(numbers(trainer.step().metrics()));
            }
            assertThat(new Trained(weights(trainer), steps)).isEqualTo(whole);
        }

        List<Map<String, Double>> parts = new ArrayList<>();
        try (Trainer trainer = builder(RECIPE).open()) {
            while (trainer.hasNext()) {
                parts.add(numbers(inParts(trainer).metrics()));
                trainer.evaluate(); // changes nothing
            }
            assertThat(new Trained(weights(trainer), parts)).isEqualTo(whole);
        }
    }

    /** Makes a step whose parts agree with each other. */
    private static StepResult inParts(Trainer trainer) {
        StepExperience experience = trainer.experience();
        assertThat(experience.step()).isEqualTo(trainer.stepsDone() + 1);
        assertThat(experience.sampled())
                .hasSize(8)
                .allSatisfy(group -> assertThat(group.trajectories()).hasSize(4));
        double mean = experience.kept().stream()
                .flatMapToDouble(group -> Arrays.stream(group.rewards()))
                .average()
                .orElseThrow();
        assertThat(experience.metrics().get("reward/mean")).isCloseTo(mean, within(1e-12));

        StepCredits credits = trainer.credits(experience);
        assertThat(credits.credits()).hasSize(32);
        double[] rewards = credits.groups().get(0).rewards();
        double centre = Arrays.stream(rewards).average().orElseThrow();
        assertThat(credits.credits().get(0).advantage(0)).isEqualTo((float) (rewards[0] - centre));

        StepResult result = trainer.update(credits);
        assertThat(result.credits()).isEqualTo(credits.credits());
        assertThat(result.reward()).hasValue(experience.metrics().get("reward/mean"));
        assertThat(result.loss()).isPresent();
        assertThat(result.gradientNorm().orElseThrow()).isPositive();
        return result;
    }

    @Test
    void aTrainerWithoutAnOutputDirectoryLeavesNoFile() {
        Path temporary;
        try (Trainer trainer = builder(RECIPE).open()) {
            trainer.train();
            temporary = trainer.directory();
            assertThat(temporary).isDirectory();
            assertThat(CheckpointStore.of(temporary).newest()).isEmpty();
            assertThat(trainer.checkpoint().getFileName()).hasToString("step-3");
        }
        assertThat(temporary).doesNotExist();
        assertThatThrownBy(() -> builder(RECIPE).resume().open())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Name the run's directory with output.");
    }

    @Test
    void aRecipeIsAFileTextAMapOrRecords() throws Exception {
        Trained text = trained(builder(RECIPE));
        Path file = Files.writeString(directory.resolve("tiny.yaml"), RECIPE.yaml());
        Recipe records = RecipeReader.read(file, Map.of(), List.of()).recipe();
        Map<String, Object> sections = new LinkedHashMap<>(new Yaml().load(RECIPE.yaml()));

        assertThat(trained(builder(RECIPE).recipe(file))).isEqualTo(text);
        assertThat(trained(builder(RECIPE).recipe(records))).isEqualTo(text);
        assertThat(trained(builder(RECIPE).recipe(sections))).isEqualTo(text);
        assertThat(trained(builder(RECIPE).set("seed", 4))).isNotEqualTo(text);
    }

    /** As the toy of that name: the reward minus the group's mean as advantage, and a loss of {@code -A * ratio}. */
    private static final class OwnOptimizer implements PolicyOptimizer {
        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double mean = Arrays.stream(group.rewards()).average().orElseThrow();
                credits.addAll(Credit.perTrajectory(
                        group,
                        Arrays.stream(group.rewards()).map(one -> one - mean).toArray()));
            }
            return credits;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            NDArray ratio = batch.logprobs().sub(batch.oldLogprobs()).exp();
            return batch.tokenMean(ratio.mul(batch.advantages()).neg());
        }
    }

    private static final Reward LOWERCASE = group -> Reward.perTrajectory(group, response -> {
        long letters = response.text().chars().filter(Character::isLowerCase).count();
        return Score.of((double) letters / Math.max(1, response.length()));
    });

    private static TrainerBuilder own(TinyRun recipe) {
        Map<String, String> sections = new LinkedHashMap<>(recipe.sections());
        sections.keySet().removeAll(List.of("rewards", "optimizer", "data", "trackers"));
        List<Example> words = new Toys.Words(new Toys.Words.Config("train", 16, true)).read();
        List<Example> heldOut = new Toys.Words(new Toys.Words.Config("held-out", 4, true)).read();
        return Trainer.builder()
                .recipeText(new TinyRun(sections).yaml())
                .variables(Map.of())
                .data(words, heldOut)
                .reward("lowercase", LOWERCASE)
                .optimizer(new OwnOptimizer());
    }

    @Test
    void techniquesAndDataInJavaTrainAsTheSameOnesOfPlugins() {
        assertThat(trained(own(RECIPE))).isEqualTo(trained(builder(RECIPE)));
    }

    @Test
    void aTechniqueStandsBehindThoseOfTheRecipeAndWhereTheRecipeNamesIt() {
        Reward one = group -> Reward.perTrajectory(group, response -> Score.of(1));
        try (Trainer trainer = builder(RECIPE).reward("one", 0.5, one).open()) {
            StepExperience experience = trainer.experience();
            assertThat(experience.kept().get(0).trajectories().get(0).scores().keySet())
                    .containsExactlyInAnyOrder("lowercase", "one");
        }
        try (Trainer trainer = builder(RECIPE.with("rewards", "[{name: one, weight: 3}]"))
                .reward("one", 0.5, one)
                .open()) {
            assertThat(trainer.experience().kept().get(0).rewards()).containsOnly(3);
        }
        try (Trainer trainer =
                own(RECIPE).set("rewards[0].weight", 0).reward("one", one).open()) {
            assertThat(trainer.experience().kept().get(0).rewards()).containsOnly(1);
        }
    }

    @Test
    void aTechniqueThatFailsIsNamedAndEndsTheRun() {
        List<RunEnd> ends = new ArrayList<>();
        Reward broken = group -> List.of();
        try (Trainer trainer =
                builder(RECIPE).reward("broken", broken).tracker(new Ends(ends)).open()) {
            assertThatThrownBy(trainer::experience)
                    .hasMessageContaining(
                            "reward 'broken' (" + broken.getClass().getName())
                    .hasMessageContaining(" in this program, version unknown), returned 0 scores for a group of 4");
            assertThat(ends).hasSize(1);
            assertThat(ends.get(0).failure()).isPresent();
            assertThatThrownBy(trainer::step)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The run was ended by a failure: ")
                    .hasMessageContaining("reward 'broken'");
        }
        assertThat(ends).hasSize(1);
    }

    private record Ends(List<RunEnd> ends) implements Tracker {
        @Override
        public void step(int step, Map<String, Double> metrics) {}

        @Override
        public void ended(RunEnd end) {
            ends.add(end);
        }
    }

    @Test
    void aCallAtTheWrongTimeChangesNothing() {
        try (Trainer trainer = builder(RECIPE).open()) {
            StepExperience first = trainer.experience();
            assertThatThrownBy(trainer::experience).hasMessageContaining("Step 1 is not done");
            assertThatThrownBy(trainer::evaluate).hasMessageContaining("Step 1 is not done");
            assertThatThrownBy(trainer::train).hasMessageContaining("Step 1 is not done");
            StepCredits credits = trainer.credits(first);
            assertThatThrownBy(() -> trainer.credits(first)).hasMessageContaining("Each result is used once.");
            trainer.update(credits);
            trainer.train();
            assertThatThrownBy(trainer::step).hasMessageContaining("All 3 steps are done.");
            assertThat(weights(trainer)).isEqualTo(trained(builder(RECIPE)).weights());
        }
    }

    @Test
    void trackersAreToldHowARunEnds() {
        List<RunEnd> ends = new ArrayList<>();
        try (Trainer trainer = builder(RECIPE).tracker(new Ends(ends)).open()) {
            trainer.step();
        }
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).lastStep()).isEqualTo(1);
        assertThat(ends.get(0).failure().orElseThrow())
                .isInstanceOf(CancellationException.class)
                .hasMessage("closed after step 1 of 3");

        ends.clear();
        try (Trainer trainer = builder(RECIPE).tracker(new Ends(ends)).open()) {
            TrainingOutcome outcome = trainer.train();
            assertThat(ends).hasSize(1);
            assertThat(trainer.train()).isEqualTo(outcome); // once more is not once again
        }
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).failure()).isEmpty();
    }

    @Test
    void aCheckpointOnDemandIsResumed() {
        Path output = directory.resolve("run");
        try (Trainer trainer = builder(RECIPE.with("checkpoints", "{every: 99}"))
                .output(output)
                .open()) {
            assertThatThrownBy(trainer::checkpoint).hasMessageContaining("No step is done");
            trainer.step();
            assertThat(trainer.checkpoint()).isEqualTo(output.resolve("checkpoints/step-1"));
            trainer.step(); // is lost
        }
        List<Map<String, Double>> metrics = new ArrayList<>();
        try (Trainer trainer = builder(RECIPE.with("checkpoints", "{every: 99}"))
                .output(output)
                .resume()
                .tracker((step, numbers) -> metrics.add(numbers))
                .open()) {
            assertThat(trainer.stepsDone()).isEqualTo(1);
            trainer.train();
            assertThat(weights(trainer)).isEqualTo(trained(builder(RECIPE)).weights());
        }
        assertThat(metrics).hasSize(2);
    }

    @Test
    void aMeasurementOnDemandIsThatOfTheWholeRunsEnd() {
        try (Trainer trainer = builder(RECIPE).open()) {
            while (trainer.hasNext()) {
                trainer.step();
            }
            Evaluator.Result measured = trainer.evaluate();
            TrainingOutcome outcome = trainer.train(); // no step is left
            assertThat(measured.measurement()).isEqualTo(outcome.after().measurement());
        }
    }

    @Test
    void aDirectoryHasOneTrainer() {
        Path output = directory.resolve("run");
        try (Trainer first = builder(RECIPE).output(output).open()) {
            assertThatThrownBy(() -> builder(RECIPE).output(output).open())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is in use by another run: process ");
            first.step();
        }
    }

    @Test
    void aBuilderWithoutWhatItNeedsOrWithTwoOfAKindSaysSo() {
        assertThatThrownBy(() -> Trainer.builder().open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Give the builder one with recipe or recipeText.");
        assertThatThrownBy(() -> builder(RECIPE)
                        .recipe(RECIPE.resolved(directory))
                        .reward("one", LOWERCASE)
                        .open())
                .hasMessageContaining("takes no further techniques");
        assertThatThrownBy(() -> builder(RECIPE).plugins(PluginRegistry.of()).open())
                .hasMessageContaining("A registry that is loaded already takes no further plugins");
        assertThatThrownBy(() -> builder(RECIPE).set("training.setps", 4).open())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.setps");
    }

    // Two trainers

    /** Recipes with further models, copies, native threads side by side, and adapters. */
    private static TinyRun kind(String kind) {
        String training = "{steps: 3, promptsPerStep: 8, learningRate: 1e-2";
        return switch (kind) {
            case "plain" -> RECIPE;
            case "ahead" -> TinyRun.recipe().with("training", training + ", staleness: 2}");
            case "critic" ->
                TinyRun.recipe().with("training", training + "}").with("optimizer", "{name: actor-critic}");
            case "supervised" ->
                TinyRun.recipe()
                        .with("seed", "5")
                        .with("training", training + "}")
                        .with("supervised", "{data: {name: words}, steps: 3, batchSize: 4, learningRate: 1e-3}");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain and ahead", "plain and critic", "ahead and supervised", "plain and plain"})
    void trainersOfOneProcessTrainAsAlone(String pair) throws Exception {
        TinyRun one = kind(pair.split(" and ")[0]);
        TinyRun other = kind(pair.split(" and ")[1]);
        Trained first = trained(builder(one)); // one after the other
        Trained second = trained(builder(other));

        List<Map<String, Double>> firstMetrics = new ArrayList<>();
        List<Map<String, Double>> secondMetrics = new ArrayList<>();
        try (Trainer a = builder(one).open();
                Trainer b = builder(other).open()) {
            while (a.hasNext() && b.hasNext()) { // part by part
                StepExperience ofA = a.experience();
                StepExperience ofB = b.experience();
                StepCredits creditsOfB = b.credits(ofB);
                firstMetrics.add(numbers(a.update(a.credits(ofA)).metrics()));
                secondMetrics.add(numbers(b.update(creditsOfB).metrics()));
            }
            assertThat(new Trained(weights(a), firstMetrics)).isEqualTo(first);
            assertThat(new Trained(weights(b), secondMetrics)).isEqualTo(second);
        }

        InThread a = new InThread(builder(one), directory.resolve("a")); // at the same time
        InThread b = new InThread(builder(other), directory.resolve("b"));
        a.start();
        b.start();
        assertThat(a.result()).isEqualTo(first);
        assertThat(b.result()).isEqualTo(second);
    }

    /** A thread that trains. */
    private static final class InThread {

        private final TrainerBuilder builder;
        private final Path model;
        private final List<Map<String, Double>> metrics = new ArrayList<>();
        private final FutureTask<String> task;

        InThread(TrainerBuilder builder, Path model) {
            this.builder = builder;
            this.model = model;
            task = new FutureTask<>(this::train);
        }

        private String train() {
            try (Trainer trainer = builder.onStep(result -> metrics.add(numbers(result.metrics())))
                    .open()) {
                trainer.train();
                trainer.saveModel(model);
                return WeightsHash.of(model);
            }
        }

        void start() {
            new Thread(task, "trainer").start();
        }

        Trained result() throws Exception {
            return new Trained(task.get(120, TimeUnit.SECONDS), metrics);
        }
    }

    /** An optimizer whose first loss, like that of the other trainer, lasts until both have begun. */
    private record Meeting(CyclicBarrier both, AtomicBoolean met, PolicyOptimizer own) implements PolicyOptimizer {

        Meeting(CyclicBarrier both) {
            this(both, new AtomicBoolean(), new OwnOptimizer());
        }

        @Override
        public Requirements requirements() {
            return own.requirements();
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return own.credit(groups);
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            if (!met.getAndSet(true)) {
                try {
                    both.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException(e);
                }
            }
            return own.loss(batch);
        }
    }

    @Test
    void lossesOfTwoTrainersAreComputedAtTheSameTime() throws Exception {
        Trained alone = trained(own(RECIPE));
        CyclicBarrier both = new CyclicBarrier(2);
        InThread a = new InThread(own(RECIPE).optimizer(new Meeting(both)), directory.resolve("a"));
        InThread b = new InThread(own(RECIPE).optimizer(new Meeting(both)), directory.resolve("b"));
        a.start();
        b.start();
        assertThat(a.result()).isEqualTo(alone);
        assertThat(b.result()).isEqualTo(alone);
    }

    @Test
    void aTrainerThatFailsLeavesTheOtherAlone() {
        Trained alone = trained(builder(RECIPE));
        try (Trainer trainer = builder(RECIPE).open()) {
            trainer.step();
            try (Trainer failing = builder(RECIPE.with("optimizer", "{name: reinforce, config: {breaksAt: 2}}"))
                    .open()) {
                assertThatThrownBy(failing::train).hasMessageContaining("at step 2");
                assertThat(failing.directory().resolve("crash/step-2/batch.jsonl"))
                        .exists();
            }
            trainer.step();
            trainer.step();
            assertThat(weights(trainer)).isEqualTo(alone.weights());
        }
    }

    @Test
    void messagesOfExamplesReachThePolicy() {
        Example example = Example.of("e", List.of(new Message("user", "ab")));
        try (Trainer trainer =
                own(RECIPE).data(List.of(example), List.of(example)).open()) {
            assertThat(trainer.experience()
                            .sampled()
                            .get(0)
                            .prompt()
                            .messages()
                            .get(0)
                            .content())
                    .isEqualTo("ab");
        }
    }
}
