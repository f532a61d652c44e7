package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossScaleTest {

    private static final AdamW SETTINGS = new AdamW(0.9, 0.99, 1e-8, 0.1);
    private static final float[] NONE = new float[0];

    @Test
    void itIsHalvedByAnOverflowAndDoubledAfterTwoThousandUpdates() {
        LossScale scale = LossScale.START.afterOverflow();
        assertThat(scale).isEqualTo(new LossScale(32768, 0));
        for (int i = 0; i < 1999; i++) {
            scale = scale.afterUpdate();
        }
        assertThat(scale).isEqualTo(new LossScale(32768, 1999));
        assertThat(scale.afterUpdate()).isEqualTo(new LossScale(65536, 0));
        assertThat(scale.afterOverflow()).isEqualTo(new LossScale(16384, 0));
        assertThat(new LossScale(0x1p24, 1999).afterUpdate()).isEqualTo(new LossScale(0x1p24, 0));
        assertThat(new LossScale(2, 0).canFall()).isTrue();
        assertThat(new LossScale(1, 0).canFall()).isFalse();
    }

    @Test
    void whatIsNoPowerOfTwoIsRefused() {
        for (double factor : new double[] {0.5, 3, 0x1p25, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new LossScale(factor, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void inFp16GradientsAreThoseOfFp32ToAPercent(String name) {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
        float[] c = scaled(Gradients.c(rows.scored()), 1e-3f);
        float[] e = scaled(Gradients.e(rows.scored()), 1e-3f);
        try (Policy exact = policy(name, Precision.FP32);
                Policy rounded = policy(name, Precision.FP16)) {
            Map<String, float[]> expected = Gradients.of(exact, rows, c, e, false);
            Map<String, float[]> found = Gradients.of(rounded, rows, c, e, false);
            Map<String, float[]> again = Gradients.of(rounded, rows, c, e, true);
            expected.forEach((tensor, gradient) -> assertThat(Gradients.difference(found.get(tensor), gradient))
                    .as("difference of the gradients of %s", tensor)
                    .isLessThan(0.01 * Gradients.norm(gradient)));
            found.forEach((tensor, gradient) -> assertThat(again.get(tensor)).isEqualTo(gradient));
        }
    }

    @Test
    void gradientsBelowTheSmallestNumberOfFp16SurviveBecauseTheLossIsScaled() {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(TinyModels.QWEN3));
        float[] c = scaled(Gradients.c(rows.scored()), 1e-7f); // fp16 begins at 6e-8
        try (Policy exact = policy(TinyModels.QWEN3, Precision.FP32);
                Policy rounded = policy(TinyModels.QWEN3, Precision.FP16)) {
            double norm = norm(exact, rows, c);
            assertThat(norm(rounded, rows, c)).isCloseTo(norm, within(0.02 * norm));
            rounded.lossScale(new LossScale(1, 0));
            assertThat(norm(rounded, rows, c)).isLessThan(0.5 * norm);
        }
    }

    @Test
    void anOverflowDropsTheGradientAndHalvesTheScaleAndNoWeightMoves() {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(TinyModels.LLAMA));
        float[] large = scaled(Gradients.c(rows.scored()), 8); // times 65536 is above 65504, the largest number of fp16
        try (Policy policy = policy(TinyModels.LLAMA, Precision.FP16)) {
            float[] before = policy.model().score(rows).logprobs();
            int dropped = 0;
            double norm = norm(policy, rows, large);
            while (policy.dropsOverflow(norm)) {
                dropped++;
                assertThat(policy.clipGradients(0))
                        .as("what is left of the gradient")
                        .isZero();
                norm = norm(policy, rows, large);
            }
            assertThat(dropped).isPositive();
            assertThat(policy.lossScale()).contains(new LossScale(0x1p16 / Math.pow(2, dropped), 0));
            assertThat(policy.updates()).isZero();
            assertThat(policy.model().score(rows).logprobs()).isEqualTo(before);

            policy.update(SETTINGS, 1e-3);
            assertThat(policy.lossScale()).contains(new LossScale(0x1p16 / Math.pow(2, dropped), 1));
            assertThat(policy.model().score(rows).logprobs()).isNotEqualTo(before);
        }
    }

    @Test
    void atTheSmallestScaleAndInOtherPrecisionsAGradientThatIsNotFiniteIsNotDropped() {
        try (Policy fp16 = policy(TinyModels.LLAMA, Precision.FP16);
                Policy bf16 = policy(TinyModels.LLAMA, Precision.BF16)) {
            fp16.lossScale(new LossScale(1, 0));
            assertThat(fp16.dropsOverflow(Double.NaN)).isFalse();
            assertThat(bf16.dropsOverflow(Double.NaN)).isFalse();
            assertThat(bf16.lossScale()).isEmpty();
            assertThat(fp16.dropsOverflow(1)).isFalse();
        }
    }

    @Test
    void ofSeveralPassesTheGradientsAddUp() {
        TokenRows rows = TinyModels.rows(TinyModels.sequences(TinyModels.QWEN2_TIED));
        float[] c = scaled(Gradients.c(rows.scored()), 1e-3f);
        try (Policy policy = policy(TinyModels.QWEN2_TIED, Precision.FP16)) {
            double once = norm(policy, rows, c);
            policy.clearGradients();
            Gradients.add(policy, rows, c, NONE, false);
            Gradients.add(policy, rows, c, NONE, false);
            assertThat(policy.clipGradients(0)).isCloseTo(2 * once, within(1e-3 * once));
        }
    }

    @Test
    void aRestoredPolicyGoesOnWithItsScaleBitForBit(@TempDir Path folder) {
        TokenRows rows = TinyModels.rows(List.of(TinyModels.tokens(14, 3)));
        Path checkpoint = folder.resolve("checkpoint");
        Path optimizer = folder.resolve("optimizer.safetensors");
        try (Policy policy = policy(TinyModels.QWEN3, Precision.FP16_WITH_FP32_HEAD);
                Policy restored = policy(TinyModels.QWEN3, Precision.FP16_WITH_FP32_HEAD)) {
            policy.lossScale(new LossScale(512, 1999));
            policy.save(checkpoint);
            policy.saveOptimizer(optimizer);
            restored.restore(checkpoint, optimizer, 0);
            restored.lossScale(policy.lossScale().orElseThrow());
            for (Policy each : List.of(policy, restored)) {
                for (int step = 0; step < 2; step++) {
                    norm(each, rows, Gradients.c(rows.scored()));
                    each.update(SETTINGS, 1e-2);
                }
                assertThat(each.lossScale()).contains(new LossScale(1024, 1));
            }
            assertThat(restored.model().score(rows).logprobs())
                    .isEqualTo(policy.model().score(rows).logprobs());
        }
    }

    private static double norm(Policy policy, TokenRows rows, float[] c) {
        policy.clearGradients();
        Gradients.add(policy, rows, c, NONE, false);
        return policy.clipGradients(0);
    }

    private static float[] scaled(float[] numbers, float factor) {
        float[] scaled = numbers.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    private static Policy policy(String name, Precision precision) {
        return Policy.load(TinyModels.directory(name), Device.cpu(), precision, Optional.empty(), 0);
    }
}
