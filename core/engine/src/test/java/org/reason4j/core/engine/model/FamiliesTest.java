package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Models of every further family against transformers; {@code families/make.py} has computed its numbers. */
class FamiliesTest {

    static List<String> names() {
        return TinyModels.FAMILIES;
    }

    /** Those whose sequences may be long enough for fused attention. */
    static Stream<String> longOnes() {
        return names().stream().filter(name -> !name.equals("phi3-longrope"));
    }

    private static Policy load(String name, Precision precision) {
        return Policy.load(TinyModels.directory(name), Device.cpu(), precision, Optional.empty(), 0);
    }

    @ParameterizedTest
    @MethodSource("names")
    void logprobsAreThoseOfTransformers(String name) {
        List<Float> expected = new ArrayList<>();
        TinyModels.expected(name)
                .get("next_token_logprobs")
                .forEach(row -> row.forEach(number -> expected.add(number.floatValue())));
        float[] numbers = new float[expected.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = expected.get(i);
        }
        try (Policy policy = load(name, Precision.FP32)) {
            assertThat(logprobs(policy, name)).containsExactly(numbers, within(1e-4f));
        }
    }

    private static float[] logprobs(Policy policy, String name) {
        return policy.model().score(TinyModels.rows(TinyModels.sequences(name))).logprobs();
    }

    @ParameterizedTest
    @MethodSource("names")
    void gradientsAreThoseOfAutograd(String name) {
        JsonNode expected = TinyModels.expected(name).get("gradients");
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        try (Policy policy = load(name, Precision.FP32)) {
            Map<String, float[]> gradients =
                    Gradients.of(policy, rows, Gradients.c(rows.scored()), Gradients.e(rows.scored()), false);

            assertThat(gradients).hasSize(expected.size());
            gradients.forEach((tensor, gradient) -> {
                double norm = expected.get(tensor).get(0).asDouble();
                assertThat(Gradients.norm(gradient))
                        .as("norm of the gradient of %s", tensor)
                        .isCloseTo(norm, within(1e-4 * norm + 1e-5));
                assertThat(Gradients.signed(gradient))
                        .as("signed sum of the gradient of %s", tensor)
                        .isCloseTo(expected.get(tensor).get(1).asDouble(), within(2e-4 * norm + 1e-5));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void recomputedActivationsGiveTheSameGradientsBitForBit(String name) {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        float[] c = Gradients.c(rows.scored());
        float[] e = Gradients.e(rows.scored());
        try (Policy policy = load(name, Precision.FP32)) {
            Map<String, float[]> kept = Gradients.of(policy, rows, c, e, false);
            Map<String, float[]> recomputed = Gradients.of(policy, rows, c, e, true);

            kept.forEach((tensor, gradient) ->
                    assertThat(recomputed.get(tensor)).as(tensor).isEqualTo(gradient));
        }
    }

    @ParameterizedTest
    @MethodSource("longOnes")
    void fusedAttentionGivesScoresAndGradientsOfPlainAttention(String name) {
        int[] tokens = TinyModels.tokens(120, 3);
        TokenRows plain = TinyModels.rows(List.of(tokens));
        TokenRows fused = TinyModels.rows(List.of(tokens));
        fused.add(TinyModels.tokens(520, 4), new boolean[520]); // makes the pass long, and is not scored
        float[] c = Gradients.c(plain.scored());
        float[] e = Gradients.e(plain.scored());
        try (Policy policy = load(name, Precision.FP32)) {
            assertThat(fused.layout().fused()).isTrue();
            assertThat(policy.model().score(fused).logprobs())
                    .containsExactly(policy.model().score(plain).logprobs(), within(1e-4f));
            Map<String, float[]> expected = Gradients.of(policy, plain, c, e, false);
            Gradients.of(policy, fused, c, e, false)
                    .forEach((tensor, gradient) -> assertThat(Gradients.difference(gradient, expected.get(tensor)))
                            .as("difference of the gradients of %s", tensor)
                            .isLessThan(1e-4 * Gradients.norm(expected.get(tensor)) + 1e-5));
        }
    }

    /** The derivative of a critic's values in the direction of their gradient is the gradient's norm. */
    @ParameterizedTest
    @ValueSource(strings = {"granite", "olmo2", "glm4", "gemma3", "qwen2-moe"})
    void gradientsOfACriticAgreeWithFiniteDifferences(String name) {
        TokenRows rows = TinyModels.rows(List.of(TinyModels.tokens(12, 1)));
        try (ScalarModel model = ScalarModel.loadValues(TinyModels.directory(name), Device.cpu(), Precision.FP32);
                NDManager owner = model.model().scope()) {
            NDArray c = owner.create(Gradients.c(11));
            model.pass(owner, rows, false).backward().accept(c); // moves the head, which is 0
            model.update(new AdamW(0.9, 0.99, 1e-8, 0), 0.3);
            model.pass(owner, rows, false).backward().accept(c);
            try (var gradient = model.takeGradients(owner);
                    var start = model.parameters(owner)) {
                double norm = Math.sqrt(gradient.dot(gradient));
                double step = 1e-3;
                model.move(gradient, step / norm);
                double above = product(model.output(rows));
                model.moveTo(start);
                model.move(gradient, -step / norm);
                double below = product(model.output(rows));
                assertThat((above - below) / (2 * step)).isCloseTo(norm, within(0.02 * norm));
            }
        }
    }

    private static double product(float... values) {
        float[] c = Gradients.c(values.length);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) c[i] * values[i];
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("names")
    void inBf16LogprobsAreNearby(String name) {
        try (Policy exact = load(name, Precision.FP32);
                Policy rounded = load(name, Precision.BF16)) {
            float[] expected = logprobs(exact, name);
            float[] found = logprobs(rounded, name);
            double sum = 0;
            for (int i = 0; i < found.length; i++) {
                sum += Math.abs(found[i] - expected[i]);
            }
            assertThat(sum / found.length).isLessThan(0.05);
        }
    }

    /** The file's names, fused matrices included, and its numbers: what transformers opened, it opens again. */
    @ParameterizedTest
    @MethodSource("names")
    void aCheckpointHasTheTensorsAndTheConfigurationOfItsSource(String name, @TempDir Path folder) {
        Path source = TinyModels.directory(name);
        try (Policy policy = load(name, Precision.FP32)) {
            policy.save(folder.resolve("saved"));
        }
        ModelConfig config = ModelConfig.read(folder.resolve("saved"));
        assertThat(config.json().put("dtype", "float16").toString())
                .isEqualTo(ModelConfig.read(source).json().toString());
        ModelWeights before = ModelWeights.open(source);
        ModelWeights after = ModelWeights.open(folder.resolve("saved"));
        assertThat(after.tensors()).containsExactlyInAnyOrderElementsOf(before.tensors());
        for (TensorSpec tensor : before.tensors()) {
            assertThat(floats(after, tensor)).as(tensor.name()).isEqualTo(floats(before, tensor));
        }
    }

    private static float[] floats(ModelWeights weights, TensorSpec tensor) {
        ByteBuffer bytes = weights.readAsFloat32(tensor.name()).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[Math.toIntExact(tensor.elements())];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShorterNeighbourAndItsPaddingChangeNothing(String name) {
        int[] first = TinyModels.sequences(name).get(0);
        int[] shorter = Arrays.copyOf(TinyModels.sequences(name).get(1), 5);
        try (Policy policy = load(name, Precision.FP32)) {
            float[] alone =
                    policy.model().score(TinyModels.rows(List.of(shorter))).logprobs();
            float[] beside = policy.model()
                    .score(TinyModels.rows(List.of(first, shorter)))
                    .logprobs();

            assertThat(Arrays.copyOfRange(beside, 23, 27)).containsExactly(alone, within(1e-5f));
        }
    }
}
