package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Models that score after a token. The expected scores are those of transformers, as {@code scores.json} says. */
class RewardModelTest {

    private static final AdamW SETTINGS = new AdamW(0.9, 0.99, 1e-8, 0.1);
    private static final int[] TOKENS = TinyModels.tokens(12, 1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void scoresAreThoseOfTransformers(String name) throws IOException {
        JsonNode expected = expected(name);
        Path directory = saved(name);
        try (ModelScorer scorer = ModelScorer.loadScores(directory, Device.cpu(), Precision.FP32)) {
            assertThat(scorer.isRewardModel()).isTrue();
            TokenRows rows = new TokenRows();
            for (int[] ids : TinyModels.sequences(name)) {
                for (JsonNode length : expected.get("lengths")) {
                    rows.add(Arrays.copyOf(ids, length.asInt()), last(length.asInt()));
                }
            }
            float[] scores = scorer.values(rows);
            assertThat(scores).hasSize(9);
            for (int i = 0; i < scores.length; i++) {
                assertThat((double) scores[i])
                        .isCloseTo(expected.get("scores").get(i).asDouble(), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void aDirectoryHasWhatTransformersLooksFor(String name) throws IOException {
        Path directory = saved(name);
        JsonNode config =
                new ObjectMapper().readTree(directory.resolve("config.json").toFile());
        assertThat(config.path("architectures").path(0).asText()).endsWith("ForSequenceClassification");
        assertThat(config.path("id2label").size()).isEqualTo(1);
        assertThat(config.path("label2id").size()).isEqualTo(1);
        assertThat(config.path("problem_type").asText()).isEqualTo("regression");
        assertThat(ModelWeights.open(directory).tensors())
                .contains(new TensorSpec("score.weight", 1, 64))
                .noneMatch(tensor -> tensor.name().equals("lm_head.weight"));
        assertThat(directory.resolve("tokenizer.json")).exists();
    }

    @Test
    void aNewHeadScoresEverythingZeroAndIsTrainedWithoutABias() {
        try (ScalarModel model = load(TinyModels.directory(TinyModels.LLAMA));
                ScalarModel values =
                        ScalarModel.loadValues(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32)) {
            assertThat(model.output(rows(TOKENS))).containsExactly(0f);
            assertThat(model.trainableParameters()).isEqualTo(values.trainableParameters() - 1);
            update(model);
            assertThat(model.head().get(1).toFloatArray()).containsExactly(0f);
            assertThat(model.output(rows(TOKENS))[0]).isNotZero();
        }
    }

    /** The value before a token is the score of what stands before it. */
    @Test
    void aCriticStartsWithItsLayersAndWithItsHeadWhereThatIsWanted() throws IOException {
        Path directory = saved(TinyModels.QWEN3);
        int[] before = Arrays.copyOf(TOKENS, TOKENS.length - 1);
        TokenRows atTheEnd = new TokenRows();
        atTheEnd.add(TOKENS, last(TOKENS.length));
        TokenRows shorter = new TokenRows();
        shorter.add(before, last(before.length));
        try (ScalarModel scores = load(directory);
                ScalarModel values = ScalarModel.loadValues(directory, Device.cpu(), Precision.FP32, true);
                ScalarModel fresh = ScalarModel.loadValues(directory, Device.cpu(), Precision.FP32, false)) {
            assertThat(values.output(atTheEnd)[0]).isNotZero().isCloseTo(scores.output(shorter)[0], within(1e-5f));
            assertThat(fresh.output(atTheEnd)).containsExactly(0f);
            values.save(folder.resolve("critic"));
            try (ModelScorer scorer = ModelScorer.loadValues(folder.resolve("critic"), Device.cpu(), Precision.FP32)) {
                assertThat(scorer.values(atTheEnd)[0]).isCloseTo(values.output(atTheEnd)[0], within(1e-5f));
            }
        }
        assertThatThrownBy(() -> ScalarModel.loadValues(
                        TinyModels.directory(TinyModels.QWEN3), Device.cpu(), Precision.FP32, true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no reward model: it has no tensor 'score.weight'");
    }

    /** The derivative of the score in the direction of its gradient is the gradient's norm. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void gradientsAgreeWithFiniteDifferences(String name) throws IOException {
        try (ScalarModel model = load(saved(name));
                NDManager owner = model.model().scope()) {
            OutputPass pass = model.pass(owner, rows(TOKENS), false);
            pass.backward().accept(owner.create(new float[] {1}));
            try (var gradient = model.takeGradients(owner);
                    var start = model.parameters(owner)) {
                double norm = Math.sqrt(gradient.dot(gradient));
                double step = 2e-3;
                model.move(gradient, step / norm);
                double above = model.output(rows(TOKENS))[0];
                model.moveTo(start);
                model.move(gradient, -step / norm);
                double below = model.output(rows(TOKENS))[0];
                assertThat((above - below) / (2 * step)).isCloseTo(norm, within(0.02 * norm));
            }
        }
    }

    @Test
    void theScoreDependsOnTheLastTokenAndOnNoPadding() throws IOException {
        try (ScalarModel model = load(saved(TinyModels.QWEN3))) {
            int[] other = TOKENS.clone();
            other[other.length - 1] = TOKENS[TOKENS.length - 1] == 50 ? 51 : 50;
            float alone = model.output(rows(TOKENS))[0];
            assertThat(model.output(rows(other))[0]).isNotEqualTo(alone);
            TokenRows both = new TokenRows();
            both.add(TOKENS, last(TOKENS.length));
            both.add(TinyModels.tokens(40, 2), last(40));
            assertThat(model.output(both)[0]).isCloseTo(alone, within(2e-5f));
        }
    }

    @Test
    void aRestoredModelContinuesBitForBit() throws IOException {
        try (ScalarModel model = load(saved(TinyModels.QWEN2_TIED));
                ScalarModel restored = load(TinyModels.directory(TinyModels.QWEN2_TIED))) {
            update(model);
            model.save(folder.resolve("checkpoint"));
            model.saveOptimizer(folder.resolve("moments"));
            restored.restore(folder.resolve("checkpoint"), folder.resolve("moments"), 1);
            update(model);
            update(restored);
            assertThat(restored.output(rows(TOKENS))).isEqualTo(model.output(rows(TOKENS)));
        }
    }

    @Test
    void whatIsNoRewardModelIsRefusedByName() throws IOException {
        Path plain = TinyModels.directory(TinyModels.LLAMA);
        assertThatThrownBy(() -> ModelScorer.loadScores(plain, Device.cpu(), Precision.FP32))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(plain + " is no reward model: it has no tensor 'score.weight'");
        Path trained = saved(TinyModels.LLAMA);
        assertThatThrownBy(() -> LanguageModel.load(trained, Device.cpu(), Precision.FP32))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is a reward model or another classifier");
        assertThat(Files.exists(trained.resolve("value_head.safetensors"))).isFalse();
    }

    /** A reward model with the head of the fixture, as a directory. */
    private Path saved(String name) throws IOException {
        JsonNode head = expected(name).get("head");
        float[] weight = new float[head.size()];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) head.get(i).asDouble();
        }
        Path target = folder.resolve(name);
        try (ScalarModel model = load(TinyModels.directory(name));
                NDManager scope = model.model().scope()) {
            NDArray rows = scope.create(weight, model.head().get(0).getShape());
            model.model().kernels().place(0, rows, model.head().get(0));
            model.save(target);
        }
        return target;
    }

    private static JsonNode expected(String name) throws IOException {
        return new ObjectMapper()
                .readTree(TinyModels.directory(name).resolve("scores.json").toFile());
    }

    private static void update(ScalarModel model) {
        try (NDManager scope = model.model().scope()) {
            model.pass(scope, rows(TOKENS), false).backward().accept(scope.create(new float[] {-1}));
        }
        model.clipGradients(1);
        model.update(SETTINGS, 1e-3);
    }

    private static ScalarModel load(Path directory) {
        return ScalarModel.loadScores(directory, Device.cpu(), Precision.FP32);
    }

    private static TokenRows rows(int[] tokens) {
        TokenRows rows = new TokenRows();
        rows.add(tokens, last(tokens.length));
        return rows;
    }

    private static boolean[] last(int length) {
        boolean[] last = new boolean[length];
        last[length - 1] = true;
        return last;
    }
}
