package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.WeightsHash;
import org.reason4j.core.trainer.evaluation.Evaluator;

/** Recipes whose stages alternate supervised training and reinforcement learning. */
class StagesIT {

    private static final String SHOWN = "{data: {name: words}, steps: 3, batchSize: 4, learningRate: 1e-3}";
    private static final String ALTERNATING = "[{key: imitate, recipe: {supervised: " + SHOWN + "}},"
            + " {key: explore, recipe: {trackers: [{name: jsonl}BOMB-ONE], optimizer: {name: reinforce}}},"
            + " {key: again, recipe: {supervised: " + SHOWN.replace("1e-3", "1e-3, loss: dft") + "}},"
            + " {key: further, recipe: {trackers: [{name: jsonl}BOMB-TWO], training: {steps: 3, promptsPerStep: 4}}}]";

    @TempDir
    private Path directory;

    private static TinyRun alternating(String one, String two) {
        return TinyRun.recipe()
                .with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2}")
                .with("checkpoints", "{every: 1, keepLast: 9}")
                .with("stages", ALTERNATING.replace("BOMB-ONE", one).replace("BOMB-TWO", two));
    }

    private Path output(String name) {
        return directory.resolve(name);
    }

    private static Path stage(Path output, String name) {
        return output.resolve("stages").resolve(name);
    }

    @Test
    void eachStageBeginsWithWhatTheOneBeforeItEndedWith() {
        TrainingOutcome outcome = alternating("", "").start(output("run"));
        assertThat(outcome.stages().keySet()).containsExactly("imitate", "explore", "again", "further");
        List<String> names = List.of("1-imitate", "2-explore", "3-again", "4-further");
        List<Integer> last = new ArrayList<>();
        for (String name : names) {
            last.add(CheckpointStore.of(stage(output("run"), name)).newest().orElseThrow());
        }
        assertThat(last).containsExactly(0, 2, 0, 3);
        List<TrainingOutcome> stages = List.copyOf(outcome.stages().values());
        for (int i = 1; i < stages.size(); i++) {
            assertThat(written(stages.get(i).before()))
                    .isEqualTo(written(stages.get(i - 1).after()));
            assertThat(hash(stage(output("run"), names.get(i))))
                    .isNotEqualTo(hash(stage(output("run"), names.get(i - 1))));
        }
        assertThat(outcome.before()).isEqualTo(stages.get(0).before());
        assertThat(outcome.after()).isEqualTo(stages.get(3).after());
        assertThat(TinyRun.metrics(stage(output("run"), "4-further"))).hasSize(3);
    }

    private static List<String> written(Evaluator.Result measured) {
        return measured.answers().stream()
                .map(answer -> answer.response().text())
                .toList();
    }

    @Test
    void aStageIsTheSameAsARunOfItsOwnFromThatModel() {
        alternating("", "").start(output("run"));
        Path model = CheckpointStore.of(stage(output("run"), "1-imitate")).path(0);
        TinyRun explore = TinyRun.recipe()
                .with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2}")
                .with("model", "{path: " + model + ", precision: bf16}")
                .with("seed", seed(stage(output("run"), "2-explore")));
        explore.start(output("alone"));
        assertThat(TinyRun.weights(output("alone"))).isEqualTo(TinyRun.weights(stage(output("run"), "2-explore")));
    }

    private static String seed(Path stage) {
        try {
            return Files.readAllLines(stage.resolve("recipe.resolved.yaml")).stream()
                    .filter(line -> line.startsWith("seed: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("seed: ".length());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "second"})
    void aRunThatStoppedInAStageAndWasResumedEndsWithTheSameWeights(String where) {
        String bomb = ", {name: bomb, config: {step: 2}}";
        alternating("", "").start(output("alone"));
        TinyRun stopping = where.equals("first") ? alternating(bomb, "") : alternating("", bomb);
        assertThatThrownBy(() -> stopping.start(output("stopped"))).hasMessageContaining("the lights went out");
        TrainingOutcome rest = alternating("", "").resume(output("stopped"));

        assertThat(rest.stages().keySet()).last().isEqualTo("further");
        assertThat(rest.stages()).hasSize(where.equals("first") ? 3 : 1);
        for (String name : List.of("1-imitate", "2-explore", "3-again", "4-further")) {
            assertThat(hash(stage(output("stopped"), name))).as(name).isEqualTo(hash(stage(output("alone"), name)));
        }
    }

    private static String hash(Path run) {
        CheckpointStore checkpoints = CheckpointStore.of(run);
        return WeightsHash.of(checkpoints.path(checkpoints.newest().orElseThrow()));
    }

    @Test
    void theDataOfLaterStagesIsCheckedBeforeTheFirstOneBegins() throws java.io.IOException {
        Path rows = Files.writeString(directory.resolve("rows.jsonl"), "{\"prompt\": \"\"}\n");
        Path unlabelled = Files.writeString(directory.resolve("unlabelled.jsonl"), "{\"prompt\": \"1\"}\n");
        TinyRun wrong = TinyRun.recipe()
                .with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2}")
                .with(
                        "stages",
                        "[{key: first, recipe: {training: {steps: 1}}},"
                                + " {key: second, recipe: {data: {train: {name: jsonl, config: {path: "
                                + directory.resolve("none.jsonl") + "}}}}},"
                                + " {key: third, recipe: {data: {evaluation: {name: jsonl, config: {path: " + rows
                                + "}}}}},"
                                + " {key: fourth, recipe: {data: {train: {name: jsonl, config: {path: " + unlabelled
                                + "}}}}},"
                                + " {key: own, recipe: {data: {train: {name: jsonl, config: {path: "
                                + output("run") + "/stages/1-first/made.jsonl}}}}}]");
        assertThatThrownBy(() -> wrong.start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Stage 'second': ")
                .hasMessageContaining("none.jsonl")
                .hasMessageContaining("Stage 'third': data.evaluation: 1 of 1 examples can't be asked: ")
                .hasMessageContaining(
                        "Stage 'fourth': rewards[0] reads the field 'answer', but example '1' of data.train")
                .hasMessageNotContaining("Stage 'own'");
        assertThat(stage(output("run"), "1-first").resolve("checkpoints")).doesNotExist();
    }

    @Test
    void anEarlierStageKeepsItsRecipeWhenTheRunGoesOn() {
        alternating("", "").start(output("run"));
        TinyRun other = alternating("", "").with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-3}");
        assertThatThrownBy(() -> other.resume(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1-imitate")
                .hasMessageContaining("training.learningRate: was '0.01', now '0.001'");
        TinyRun longer = alternating("", "").with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2}");
        assertThatThrownBy(() -> longer.resume(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Stage 'explore'")
                .hasMessageContaining(
                        "ended after step 2, and the stage after it has begun, but the recipe gives it 4 steps");
    }

    @Test
    void stepsOfAllStagesCanBeMadeOneByOne() {
        List<Integer> told = new ArrayList<>();
        try (PluginRegistry plugins = TinyRun.plugins();
                Trainer trainer = Trainer.builder()
                        .recipe(alternating("", "").resolved(directory))
                        .plugins(plugins)
                        .onStep(step -> told.add(step.step()))
                        .open()) {
            while (trainer.hasNext()) {
                trainer.step();
            }
            assertThat(trainer.stepsDone()).isEqualTo(3);
            assertThat(trainer.directory()).isDirectory();
        }
        assertThat(told).containsExactly(1, 2, 1, 2, 3);
    }

    @Test
    void wrongResponsesAreLearnedToBeAvoided() {
        TinyRun redi = TinyRun.recipe()
                .with("training", "{steps: 0}")
                .with("supervised", SHOWN.replace("1e-3", "1e-3, loss: redi"));
        assertThatThrownBy(() -> redi.start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "has no text in the field 'rejected', the wrong response that supervised.loss redi learns to"
                                + " avoid");
    }
}
