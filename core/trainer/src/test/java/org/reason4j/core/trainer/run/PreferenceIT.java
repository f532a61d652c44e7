package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.text.ConversationScorer;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.WeightsHash;

/** Reward models that are trained from pairs, in whole runs. */
class PreferenceIT {

    private static final List<Message> QUESTION = List.of(new Message("user", "A0"));

    @TempDir
    private Path directory;

    private static TinyRun recipe() {
        return TinyRun.recipe()
                .with(
                        "data",
                        "{train: {name: pairs}, evaluation: {name: pairs, config: {prefix: held-out, count: 6, messages: true}}}")
                .with("rewards", "[]")
                .with("training", "{steps: 0}")
                .with("preference", "{steps: 8, batchSize: 8, learningRate: 1e-2, warmupSteps: 2}")
                .with("evaluation", "{every: 4, samples: 4}")
                .with("checkpoints", "{every: 3, keepLast: 9}");
    }

    @Test
    void aRewardModelLearnsWhatIsPreferred() {
        TrainingOutcome outcome = recipe().start(output("run"));

        assertThat(outcome.before().measurement().accuracy()).isEqualTo(0.5); // a head of 0 cannot tell
        assertThat(outcome.after().measurement().accuracy()).isEqualTo(1);
        List<JsonNode> steps = TinyRun.metrics(output("run"));
        assertThat(steps).hasSize(8);
        assertThat(steps.get(0).path("reward-model/loss").asDouble()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(steps.get(0).path("reward-model/accuracy").asDouble()).isEqualTo(0.5);
        assertThat(steps.get(0).path("reward-model/margin").asDouble()).isZero();
        assertThat(steps.get(0).path("reward-model/learning_rate").asDouble()).isCloseTo(0.5e-2, within(1e-9));
        assertThat(steps.get(1).path("reward-model/learning_rate").asDouble()).isCloseTo(1e-2, within(1e-9));
        assertThat(steps.get(7).path("reward-model/learning_rate").asDouble()).isCloseTo(1e-3, within(1e-9));
        assertThat(steps.get(7).path("reward-model/loss").asDouble()).isLessThan(0.3);
        assertThat(steps.get(7).path("eval/accuracy").asDouble()).isEqualTo(1);
        assertThat(steps.get(6).has("eval/accuracy")).isFalse();

        assertThat(scores("run")[0]).isGreaterThan(scores("run")[1]);
    }

    private static List<Message> answered(String text) {
        return List.of(QUESTION.get(0), new Message("assistant", text));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunThatStoppedAndWasResumedEndsWithTheSameModel(boolean supervised) {
        TinyRun recipe = supervised
                ? recipe().with("supervised", "{data: {name: words}, steps: 3, batchSize: 4, learningRate: 1e-3}")
                : recipe();
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 5}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        assertThat(CheckpointStore.of(output("stopped")).newest()).contains(3);
        recipe.resume(output("stopped"));

        assertThat(WeightsHash.of(output("stopped").resolve("reward-model")))
                .isEqualTo(WeightsHash.of(output("alone").resolve("reward-model")))
                .isEqualTo(TinyRun.weights(output("alone")));
        for (int step = 0; step < 8; step++) {
            for (String metric : List.of("reward-model/loss", "reward-model/grad_norm", "reward-model/margin")) {
                assertThat(TinyRun.metrics(output("stopped")).get(step).path(metric))
                        .as("%s of step %d", metric, step + 1)
                        .isEqualTo(TinyRun.metrics(output("alone")).get(step).path(metric));
            }
        }
    }

    @Test
    void trainingGoesOnFromARewardModel() {
        recipe().start(output("run"));
        Path trained = output("run").resolve("reward-model");
        TrainingOutcome outcome = recipe().with("preference", "{steps: 1, learningRate: 1e-3, path: " + trained + "}")
                .start(output("more"));

        assertThat(outcome.before().measurement().accuracy()).isEqualTo(1);
        assertThat(WeightsHash.of(output("more").resolve("reward-model"))).isNotEqualTo(WeightsHash.of(trained));
    }

    @Test
    void aMarginRaisesTheLoss() {
        recipe().with("preference", "{steps: 1, margin: 1}").start(output("run"));

        // before the first update: -log sigmoid(0 - 1) = log(1 + e) = 1.313262
        assertThat(TinyRun.metrics(output("run"))
                        .get(0)
                        .path("reward-model/loss")
                        .asDouble())
                .isCloseTo(1.313262, within(1e-5));
    }

    /** Of a response in lower case, and one in upper case. */
    private float[] scores(String run) {
        try (ConversationScorer model =
                ConversationScorer.load(output(run).resolve("reward-model"), Device.cpu(), Precision.FP32)) {
            return model.score(List.of(model.tokens(answered("bc")), model.tokens(answered("BC"))));
        }
    }

    @Test
    void aRecipeThatCannotTrainARewardModelIsRefused() {
        assertThatThrownBy(() -> recipe().with("training", "{steps: 3, promptsPerStep: 8}")
                        .start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.steps")
                .hasMessageContaining("0 beside preference");
        assertThatThrownBy(() -> recipe().with("data", "{train: {name: words}, evaluation: {name: pairs}}")
                        .start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "Example 'train-0' of data.train is no pair of responses: found no field 'chosen'");
        assertThatThrownBy(() -> TinyRun.recipe().with("rewards", "[]").start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at least one reward");
    }

    @Test
    void aRewardModelIsNoPolicy() throws IOException {
        recipe().start(output("run"));
        Path trained = output("run").resolve("reward-model");
        assertThat(Files.readString(trained.resolve("config.json"))).contains("ForSequenceClassification");
        assertThatThrownBy(() -> LanguageModel.load(trained, Device.cpu(), Precision.FP32))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is a reward model or another classifier");
    }

    private Path output(String name) {
        return directory.resolve(name);
    }
}
