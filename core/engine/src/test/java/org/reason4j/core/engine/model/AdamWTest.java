package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** AdamW as arXiv 1711.05101, algorithm 2, has it, with the schedule multiplier as the learning rate. */
class AdamWTest {

    private static final AdamW SETTINGS = new AdamW(0.9, 0.99, 1e-8, 0.1);
    private static final double RATE = 1e-3;
    private static final int[] FIRST = TinyModels.tokens(20, 21);
    private static final int[] SECOND = TinyModels.tokens(20, 22);

    @Test
    void twoUpdatesFollowTheFormula() {
        try (Policy policy = load(TinyModels.QWEN2_TIED)) {
            Map<String, double[]> weights = new LinkedHashMap<>();
            Map<String, double[]> first = new LinkedHashMap<>();
            Map<String, double[]> second = new LinkedHashMap<>();
            for (TensorSpec spec : policy.model().config().tensors()) {
                weights.put(spec.name(), doubles(Gradients.weight(policy.model(), spec)));
                first.put(spec.name(), new double[(int) spec.elements()]);
                second.put(spec.name(), new double[(int) spec.elements()]);
            }
            for (int step = 1; step <= 2; step++) {
                gradient(policy, step == 1 ? FIRST : SECOND);
                for (TensorSpec spec : policy.model().config().tensors()) {
                    formula(
                            step,
                            spec.shape().length > 1 ? 0.1 : 0,
                            weights.get(spec.name()),
                            policy.gradient(spec),
                            first.get(spec.name()),
                            second.get(spec.name()));
                }
                policy.update(SETTINGS, RATE);

                assertThat(policy.updates()).isEqualTo(step);
                assertThat(policy.model().version()).isEqualTo(step);
                for (TensorSpec spec : policy.model().config().tensors()) {
                    assertThat(doubles(Gradients.weight(policy.model(), spec)))
                            .as("%s after update %d", spec.name(), step)
                            .containsExactly(weights.get(spec.name()), within(1e-6));
                    assertThat(policy.gradient(spec)).as(spec.name()).containsOnly(0f);
                }
            }
        }
    }

    private static void formula(
            int step, double decay, double[] weight, float[] gradient, double[] first, double[] second) {
        for (int i = 0; i < weight.length; i++) {
            first[i] = 0.9 * first[i] + 0.1 * gradient[i];
            second[i] = 0.99 * second[i] + 0.01 * gradient[i] * gradient[i];
            double mean = first[i] / (1 - Math.pow(0.9, step));
            double square = second[i] / (1 - Math.pow(0.99, step));
            weight[i] -= RATE * (mean / (Math.sqrt(square) + 1e-8) + decay * weight[i]);
        }
    }

    @Test
    void anUpdateOfZeroRateChangesNoScore() {
        try (Policy policy = load(TinyModels.QWEN3)) {
            TokenRows rows = TinyModels.rows(TinyModels.sequences(TinyModels.QWEN3));
            float[] before = policy.model().score(rows).logprobs();
            gradient(policy, FIRST);
            policy.update(SETTINGS, 0);

            assertThat(policy.model().score(rows).logprobs()).isEqualTo(before);
        }
    }

    @Test
    void whatAnUpdateDidShowsInScoresInBf16Too() {
        for (Precision precision : Precision.values()) {
            try (Policy policy =
                    Policy.load(TinyModels.directory(TinyModels.LLAMA), Device.cpu(), precision, Optional.empty(), 0)) {
                TokenRows rows = TinyModels.rows(List.of(FIRST));
                double before = sum(policy.model().score(rows).logprobs());
                for (int step = 0; step < 5; step++) {
                    Gradients.add(policy, rows, ones(-1), new float[0], false); // the loss is -sum of log-probabilities
                    policy.clipGradients(1);
                    policy.update(SETTINGS, RATE);
                }

                assertThat(sum(policy.model().score(rows).logprobs()))
                        .as("log-probability of the sequence in %s", precision)
                        .isGreaterThan(before + 5);
            }
        }
    }

    @Test
    void aRestoredPolicyContinuesBitForBit(@TempDir Path folder) {
        continues(folder, Optional.empty());
    }

    @Test
    void aRestoredPolicyWithAdaptersContinuesBitForBit(@TempDir Path folder) {
        continues(folder, Optional.of(TinyModels.lora(4)));
    }

    private static void continues(Path folder, Optional<LoraSettings> lora) {
        Path source = TinyModels.directory(TinyModels.QWEN2_TIED);
        Path checkpoint = folder.resolve("checkpoint");
        Path optimizer = folder.resolve("optimizer.safetensors");
        try (Policy policy = Policy.load(source, Device.cpu(), Precision.FP32, lora, 1);
                Policy restored = Policy.load(source, Device.cpu(), Precision.FP32, lora, 2)) {
            twoUpdates(policy);
            policy.save(checkpoint);
            policy.saveOptimizer(optimizer);
            gradient(restored, SECOND); // what a policy had gathered before is forgotten
            restored.restore(checkpoint, optimizer, 2);

            assertThat(restored.updates()).isEqualTo(2);
            assertThat(restored.model().version()).isEqualTo(2);
            assertSame(restored, policy);
            twoUpdates(policy);
            twoUpdates(restored);
            assertSame(restored, policy);
        }
    }

    private static void assertSame(Policy one, Policy other) {
        for (TensorSpec spec : one.model().config().tensors()) {
            assertThat(Gradients.weight(one.model(), spec))
                    .as(spec.name())
                    .isEqualTo(Gradients.weight(other.model(), spec));
        }
        TokenRows rows = TinyModels.rows(List.of(FIRST, SECOND));
        assertThat(one.model().score(rows).logprobs())
                .isEqualTo(other.model().score(rows).logprobs());
    }

    @Test
    void aSavedModelIsTheModelBitForBit(@TempDir Path folder) {
        try (Policy policy = load(TinyModels.QWEN3)) {
            twoUpdates(policy);
            Path saved = folder.resolve("saved");
            policy.save(saved);

            ModelConfig config = ModelConfig.read(saved);
            ModelWeights weights = ModelWeights.open(saved, config);
            for (TensorSpec spec : config.tensors()) {
                float[] numbers = new float[(int) spec.elements()];
                weights.readAsFloat32(spec.name()).asFloatBuffer().get(numbers);
                assertThat(numbers).as(spec.name()).isEqualTo(Gradients.weight(policy.model(), spec));
            }
        }
    }

    @Test
    void afterAResetTheNextUpdateIsTheFirstAgain() {
        try (Policy policy = load(TinyModels.LLAMA);
                Policy fresh = load(TinyModels.LLAMA)) {
            twoUpdates(policy);
            for (TensorSpec spec : policy.model().config().tensors()) {
                Gradients.place(policy.model(), spec, Gradients.weight(fresh.model(), spec));
            }
            policy.model().refresh();
            policy.resetOptimizer();
            twoUpdates(policy);
            twoUpdates(fresh);

            assertSame(policy, fresh);
            assertThat(policy.updates()).isEqualTo(2);
            assertThat(policy.model().version()).isEqualTo(2);
        }
    }

    @Test
    void momentsThatWereResetBeginLikeThoseOfAnotherOptimizer(@TempDir Path folder) {
        Path checkpoint = folder.resolve("checkpoint");
        Path optimizer = folder.resolve("optimizer.safetensors");
        try (Policy policy = load(TinyModels.LLAMA);
                Policy fresh = load(TinyModels.LLAMA);
                Policy restored = load(TinyModels.LLAMA)) {
            twoUpdates(policy);
            fresh.model().take(policy.model());
            policy.resetMoments();
            twoUpdates(policy);
            twoUpdates(fresh);
            assertSame(policy, fresh);
            assertThat(policy.updates()).isEqualTo(4);
            assertThat(policy.momentsSince()).isEqualTo(2);

            policy.save(checkpoint);
            policy.saveOptimizer(optimizer);
            restored.restore(checkpoint, optimizer, 4, 2);
            twoUpdates(policy);
            twoUpdates(restored);
            assertSame(restored, policy);
        }
    }

    @Test
    void aModelMovesTowardsAnotherByAShareOfItsWeights(@TempDir Path folder) {
        for (String name : List.of(TinyModels.QWEN2_TIED, TinyModels.QWEN3)) {
            Path file = folder.resolve(name + ".safetensors");
            try (Policy policy = load(name);
                    LanguageModel reference = model(name);
                    LanguageModel restored = model(name)) {
                twoUpdates(policy);
                reference.average(policy.model(), 0.6);
                reference.saveWeights(file);
                restored.restoreWeights(file);
                for (TensorSpec spec : reference.config().tensors()) {
                    float[] moved = Gradients.weight(reference, spec);
                    try (LanguageModel before = model(name)) {
                        float[] start = Gradients.weight(before, spec);
                        float[] end = Gradients.weight(policy.model(), spec);
                        for (int i = 0; i < moved.length; i++) {
                            assertThat((double) moved[i]).isCloseTo(0.6 * end[i] + 0.4 * start[i], within(1e-6));
                        }
                    }
                    assertThat(Gradients.weight(restored, spec)).isEqualTo(moved);
                }
                TokenRows rows = TinyModels.rows(List.of(FIRST));
                assertThat(restored.score(rows).logprobs())
                        .isEqualTo(reference.score(rows).logprobs())
                        .isNotEqualTo(policy.model().score(rows).logprobs());
                reference.average(policy.model(), 1);
                assertThat(reference.score(rows).logprobs())
                        .isEqualTo(policy.model().score(rows).logprobs());
            }
        }
    }

    @Test
    void theWorkedExampleOfAMovingReferenceIsReproduced() {
        try (LanguageModel policy = model(TinyModels.LLAMA);
                LanguageModel reference = model(TinyModels.LLAMA)) {
            TensorSpec norm = policy.config().tensors().stream()
                    .filter(spec -> spec.name().equals("model.norm.weight"))
                    .findFirst()
                    .orElseThrow();
            Gradients.place(policy, norm, alternating(norm, 1, 2));
            Gradients.place(reference, norm, alternating(norm, 0, 4));
            reference.average(policy, 0.6); // 0.6 * 1 + 0.4 * 0 and 0.6 * 2 + 0.4 * 4
            assertThat(Gradients.weight(reference, norm)).containsExactly(alternating(norm, 0.6f, 2.8f), within(1e-6f));
            reference.take(policy);
            assertThat(Gradients.weight(reference, norm)).isEqualTo(alternating(norm, 1, 2));
        }
    }

    private static float[] alternating(TensorSpec spec, float even, float odd) {
        float[] numbers = new float[(int) spec.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % 2 == 0 ? even : odd;
        }
        return numbers;
    }

    private static LanguageModel model(String name) {
        return LanguageModel.load(TinyModels.directory(name), Device.cpu(), Precision.FP32);
    }

    private static void twoUpdates(Policy policy) {
        gradient(policy, FIRST);
        policy.update(SETTINGS, RATE);
        gradient(policy, SECOND);
        policy.update(SETTINGS, RATE);
    }

    private static void gradient(Policy policy, int[] tokens) {
        Gradients.add(policy, TinyModels.rows(List.of(tokens)), Gradients.c(19), Gradients.e(19), false);
        policy.clipGradients(1);
    }

    private static float[] ones(float factor) {
        float[] ones = new float[19];
        Arrays.fill(ones, factor);
        return ones;
    }

    private static double sum(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static double[] doubles(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }

    private static Policy load(String name) {
        return Policy.load(TinyModels.directory(name), Device.cpu(), Precision.FP32, Optional.empty(), 0);
    }
}
