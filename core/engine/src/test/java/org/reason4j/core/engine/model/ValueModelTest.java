package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.formats.safetensors.TensorSpec;

class ValueModelTest {

    private static final AdamW SETTINGS = new AdamW(0.9, 0.99, 1e-8, 0.1);
    private static final int[] FIRST = TinyModels.tokens(14, 1);
    private static final int[] SECOND = TinyModels.tokens(9, 2);

    @Test
    void aNewHeadSaysZeroOfEverything() {
        try (ScalarModel model = load(TinyModels.QWEN3)) {
            assertThat(model.output(TinyModels.rows(List.of(FIRST))))
                    .containsOnly(0f)
                    .hasSize(13);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3"})
    void aHeadThatIsTheDifferenceOfTwoTokensSaysTheDifferenceOfTheirLogprobs(String name) {
        // v = (w_7 - w_9) . h + b = logit_7 - logit_9 + b = log p(7) - log p(9) + b
        try (ScalarModel model = load(name)) {
            TensorSpec spec = new TensorSpec("lm_head.weight", 100, 64);
            float[] head = Gradients.weight(model.model(), spec);
            float[] weight = new float[64];
            for (int i = 0; i < 64; i++) {
                weight[i] = head[7 * 64 + i] - head[9 * 64 + i];
            }
            place(model, model.head().get(0), weight);
            place(model, model.head().get(1), 0.25f);
            float[] values = model.output(TinyModels.rows(List.of(FIRST)).at(0.5)); // a temperature has no part in it

            for (int t = 1; t < FIRST.length; t++) {
                double[] next = TinyModels.distribution(model.model(), Arrays.copyOf(FIRST, t), 1);
                assertThat((double) values[t - 1])
                        .as("before token %d", t)
                        .isCloseTo(next[7] - next[9] + 0.25, within(2e-5));
            }
        }
    }

    /** Every tensor in a direction of length 1.4 that changes its largest entry most, as for the policy. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void gradientsAgreeWithFiniteDifferences(String name) {
        try (ScalarModel model = withHead(name)) {
            TokenRows rows = TinyModels.rows(List.of(FIRST, SECOND));
            List<NDArray> values = values(model);
            List<float[]> gradients = gradients(model, rows, false);
            assertThat(values).hasSameSizeAs(gradients);
            int checked = 0;
            for (int i = 0; i < values.size(); i++) {
                float[] gradient = gradients.get(i);
                int largest = largest(gradient);
                float[] direction = new float[gradient.length];
                double expected = 0;
                for (int j = 0; j < direction.length; j++) {
                    direction[j] = (float) (Gradients.sign(j) / Math.sqrt(direction.length)) + (j == largest ? 1 : 0);
                    expected += (double) direction[j] * gradient[j];
                }
                assertThat(derivative(model, values.get(i), direction, rows))
                        .as("derivative of parameter %d, largest at %d", i, largest)
                        .isCloseTo(expected, within(5e-3 * Math.abs(gradient[largest]) + 1.5e-3));
                checked += Gradients.norm(gradient) > 0.01 ? 1 : 0;
            }
            assertThat(checked).as("parameters with a gradient to speak of").isGreaterThan(values.size() / 2);
        }
    }

    private static int largest(float[] numbers) {
        int largest = 0;
        for (int i = 0; i < numbers.length; i++) {
            largest = Math.abs(numbers[i]) > Math.abs(numbers[largest]) ? i : largest;
        }
        return largest;
    }

    private static double derivative(ScalarModel model, NDArray target, float[] direction, TokenRows rows) {
        double h = 0.004;
        float[] weight = target.toFloatArray();
        double above = scalarAt(model, target, weight, direction, h, rows);
        double below = scalarAt(model, target, weight, direction, -h, rows);
        place(model, target, weight);
        model.model().refresh();
        return (above - below) / (2 * h);
    }

    private static double scalarAt(
            ScalarModel model, NDArray target, float[] weight, float[] direction, double step, TokenRows rows) {
        float[] moved = weight.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        place(model, target, moved);
        model.model().refresh();
        float[] values = model.output(rows);
        float[] c = Gradients.c(values.length);
        double sum = 0;
        for (int i = 0; i < c.length; i++) {
            sum += (double) c[i] * values[i];
        }
        return sum;
    }

    @Test
    void recomputedActivationsGiveTheSameGradientsBitForBit() {
        try (ScalarModel model = withHead(TinyModels.QWEN3)) {
            TokenRows rows = TinyModels.rows(List.of(FIRST, SECOND));
            List<float[]> kept = gradients(model, rows, false);
            List<float[]> recomputed = gradients(model, rows, true);
            for (int i = 0; i < kept.size(); i++) {
                assertThat(recomputed.get(i)).as("parameter %d", i).isEqualTo(kept.get(i));
            }
        }
    }

    @Test
    void aLongerNeighbourChangesNoValueAndAddsItsGradient() {
        try (ScalarModel model = withHead(TinyModels.QWEN2_TIED)) {
            TokenRows both = TinyModels.rows(List.of(SECOND, FIRST));
            TokenRows first = TinyModels.rows(List.of(SECOND));
            TokenRows second = TinyModels.rows(List.of(FIRST));
            assertThat(Arrays.copyOf(model.output(both), 8)).containsExactly(model.output(first), within(2e-5f));

            float[] c = Gradients.c(both.scored());
            List<float[]> together = gradients(model, both, false);
            model.clearGradients();
            add(model, first, Arrays.copyOf(c, 8), false);
            add(model, second, Arrays.copyOfRange(c, 8, 21), false);
            List<float[]> apart = all(model);
            for (int i = 0; i < together.size(); i++) {
                assertThat(Gradients.difference(together.get(i), apart.get(i)))
                        .as("parameter %d", i)
                        .isLessThanOrEqualTo(1e-5 * Gradients.norm(together.get(i)));
            }
        }
    }

    @Test
    void theLanguageHeadIsNotTrained() {
        try (ScalarModel model = withHead(TinyModels.LLAMA);
                Policy policy = Policy.load(
                        TinyModels.directory(TinyModels.LLAMA), Device.cpu(), Precision.FP32, Optional.empty(), 0)) {
            TensorSpec head = new TensorSpec("lm_head.weight", 100, 64);
            float[] before = Gradients.weight(model.model(), head);
            update(model, FIRST);

            assertThat(Gradients.weight(model.model(), head)).isEqualTo(before);
            assertThat(model.trainableParameters()).isEqualTo(policy.trainableParameters() - 100 * 64 + 64 + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied"})
    void aRestoredModelContinuesBitForBit(String name, @TempDir Path folder) {
        try (ScalarModel model = load(name);
                ScalarModel restored = load(name)) {
            update(model, FIRST);
            update(model, SECOND);
            model.save(folder.resolve("model"));
            model.saveOptimizer(folder.resolve("moments"));
            add(restored, TinyModels.rows(List.of(FIRST)), Gradients.c(13), false); // is forgotten
            restored.restore(folder.resolve("model"), folder.resolve("moments"), 2);

            assertSame(restored, model);
            update(model, FIRST);
            update(restored, FIRST);
            assertSame(restored, model);
            assertThat(restored.updates()).isEqualTo(3);
        }
    }

    @Test
    void aSavedModelIsLoadedWithItsHead(@TempDir Path folder) {
        try (ScalarModel model = withHead(TinyModels.QWEN3)) {
            model.save(folder.resolve("model"));
            try (ScalarModel loaded = ScalarModel.loadValues(folder.resolve("model"), Device.cpu(), Precision.FP32)) {
                assertSame(loaded, model);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FP32", "BF16", "FP16"})
    void updatesMoveValuesToTheirTarget(Precision precision) {
        try (ScalarModel model =
                ScalarModel.loadValues(TinyModels.directory(TinyModels.QWEN3), Device.cpu(), precision)) {
            TokenRows rows = TinyModels.rows(List.of(FIRST));
            for (int step = 0; step < 60; step++) {
                try (NDManager scope = model.model().scope()) {
                    OutputPass pass = model.pass(scope, rows, false);
                    pass.backward().accept(scope.create(pass.output()).sub(3)); // of (v - 3)^2 / 2
                }
                if (!model.dropsOverflow(model.clipGradients(1))) {
                    model.update(SETTINGS, 1e-2);
                }
            }
            assertThat(model.output(rows)).hasSize(13);
            for (float value : model.output(rows)) {
                assertThat(value).isBetween(2.5f, 3.5f);
            }
        }
    }

    private static void assertSame(ScalarModel one, ScalarModel other) {
        List<NDArray> values = values(one);
        for (int i = 0; i < values.size(); i++) {
            assertThat(values.get(i).toFloatArray())
                    .as("parameter %d", i)
                    .isEqualTo(values(other).get(i).toFloatArray());
        }
        TokenRows rows = TinyModels.rows(List.of(FIRST, SECOND));
        assertThat(one.output(rows)).isEqualTo(other.output(rows));
    }

    private static void update(ScalarModel model, int[] tokens) {
        TokenRows rows = TinyModels.rows(List.of(tokens));
        add(model, rows, Gradients.c(rows.scored()), false);
        model.clipGradients(1);
        model.update(SETTINGS, 1e-3);
    }

    private static List<NDArray> values(ScalarModel model) {
        return new ArrayList<>(model.parameters().values());
    }

    private static List<float[]> gradients(ScalarModel model, TokenRows rows, boolean recompute) {
        model.clearGradients();
        add(model, rows, Gradients.c(rows.scored()), recompute);
        return all(model);
    }

    private static void add(ScalarModel model, TokenRows rows, float[] c, boolean recompute) {
        try (NDManager scope = model.model().scope()) {
            model.pass(scope, rows, recompute).backward().accept(scope.create(c));
        }
    }

    /** In the order of the parameters. */
    private static List<float[]> all(ScalarModel model) {
        List<float[]> gradients = new ArrayList<>();
        model.completeGradients().stream()
                .filter(gradient -> gradient.size() > 0)
                .forEach(gradient -> gradients.add(gradient.toFloatArray()));
        return gradients;
    }

    private static ScalarModel load(String name) {
        return ScalarModel.loadValues(TinyModels.directory(name), Device.cpu(), Precision.FP32);
    }

    /** With a head of signs and 0.5. */
    private static ScalarModel withHead(String name) {
        ScalarModel model = load(name);
        float[] weight = new float[64];
        for (int i = 0; i < 64; i++) {
            weight[i] = 0.2f * Gradients.sign(i);
        }
        place(model, model.head().get(0), weight);
        place(model, model.head().get(1), 0.5f);
        return model;
    }

    private static void place(ScalarModel model, NDArray target, float... numbers) {
        try (NDManager scope = model.model().scope()) {
            NDArray rows = scope.create(numbers, target.getShape());
            model.model().kernels().place(0, rows, target);
        }
    }
}
