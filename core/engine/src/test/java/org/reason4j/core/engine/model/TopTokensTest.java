package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** The most likely tokens of a pass, and gradients of further tokens' log-probabilities. */
class TopTokensTest {

    private static final int[] TOKENS = TinyModels.tokens(9, 3);
    private static final int K = 3;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void theyAreTheLargestOfTheWholeDistribution(String name) {
        try (LanguageModel model = load(name)) {
            RowScores scores = model.score(TinyModels.rows(List.of(TOKENS)).at(0.8), new ScoringOptions(false, K));
            for (int t = 1; t < TOKENS.length; t++) {
                double[] all = TinyModels.distribution(model, Arrays.copyOf(TOKENS, t), 0.8);
                double[] sorted = Arrays.stream(all).sorted().toArray();
                for (int j = 0; j < K; j++) {
                    int at = (t - 1) * K + j;
                    assertThat((double) scores.top()[at]).isCloseTo(sorted[99 - j], within(2e-5));
                    assertThat(all[scores.topIds()[at]]).isCloseTo(sorted[99 - j], within(2e-5));
                }
            }
        }
    }

    @Test
    void asManyAsTheVocabularyAreAWholeDistribution() {
        try (LanguageModel model = load(TinyModels.QWEN3)) {
            RowScores scores = model.score(TinyModels.rows(List.of(TOKENS)), new ScoringOptions(false, 100));
            for (int t = 0; t < 8; t++) {
                double sum = 0;
                for (int j = 0; j < 100; j++) {
                    sum += Math.exp(scores.top()[100 * t + j]);
                }
                assertThat(sum).isCloseTo(1, within(1e-5));
                assertThat(Arrays.copyOfRange(scores.topIds(), 100 * t, 100 * t + 100))
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void moreThanTheVocabularyAreRefused() {
        try (LanguageModel model = load(TinyModels.LLAMA)) {
            TokenRows rows = TinyModels.rows(List.of(TOKENS));
            assertThatThrownBy(() -> model.score(rows, new ScoringOptions(false, 101)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("101");
            TokenRows outside = rows.withFurther(1, new int[] {1, 2, 3, 4, 5, 6, 7, 100});
            assertThatThrownBy(() -> model.score(outside))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("token id 100");
        }
    }

    @Test
    void furtherTokensChangeNoOtherNumber() {
        try (LanguageModel model = load(TinyModels.QWEN3)) {
            TokenRows rows = parts();
            RowScores plain = model.score(rows);
            RowScores more = model.score(rows.withFurther(K, further(rows.scored())));
            assertThat(more.logprobs()).isEqualTo(plain.logprobs());
            assertThat(more.entropies()).isEqualTo(plain.entropies());
            assertThat(more.further()).hasSize(K * rows.scored());
            assertThat(plain.further()).isEmpty();
        }
    }

    /** Rows of 640 tokens, which two threads compute as two parts. */
    private static TokenRows parts() {
        List<int[]> rows = new ArrayList<>();
        for (int row = 0; row < 16; row++) {
            rows.add(TinyModels.tokens(40, row));
        }
        return TinyModels.rows(rows);
    }

    private static int[] further(int scored) {
        int[] ids = new int[scored * K];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (31 * i + 7) % 100;
        }
        return ids;
    }

    @Test
    void aFurtherTokenScoresAsIfItStoodThere() {
        try (LanguageModel model = load(TinyModels.LLAMA)) {
            TokenRows rows = TinyModels.rows(List.of(TOKENS)).at(0.6);
            int[] ids = further(8);
            float[] found = model.score(rows.withFurther(K, ids)).further();
            for (int t = 1; t < TOKENS.length; t++) {
                double[] all = TinyModels.distribution(model, Arrays.copyOf(TOKENS, t), 0.6);
                for (int j = 0; j < K; j++) {
                    int at = (t - 1) * K + j;
                    assertThat((double) found[at]).isCloseTo(all[ids[at]], within(2e-5));
                }
            }
        }
    }

    /** Of {@code sum(c_i l_i) + sum(g_ij further_ij)} over rows at temperatures 0.5 and 1.3, for every tensor. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void gradientsAgreeWithFiniteDifferences(String name) {
        TokenRows plain = new TokenRows();
        plain.add(TOKENS, scored(9), 0.5);
        plain.add(TinyModels.tokens(7, 4), scored(7), 1.3);
        TokenRows rows = plain.withFurther(K, further(14));
        float[] c = Gradients.c(14);
        float[] g = Gradients.e(14 * K);
        try (Policy policy =
                Policy.load(TinyModels.directory(name), Device.cpu(), Precision.FP32, Optional.empty(), 0)) {
            try (NDManager scope = policy.model().scope()) {
                Policy.Pass pass = policy.forward(scope, rows, false);
                policy.backward(pass, scope.create(c), scope.create(new float[0]), scope.create(g, new Shape(14, K)));
                assertThat(pass.further()).isEqualTo(policy.model().score(rows).further());
            }
            Map<String, float[]> gradients = Gradients.all(policy);
            for (TensorSpec spec : policy.model().config().tensors()) {
                assertDerivative(policy.model(), spec, gradients.get(spec.name()), rows, c, g);
            }
        }
    }

    private static boolean[] scored(int length) {
        boolean[] scored = new boolean[length];
        Arrays.fill(scored, 1, length, true);
        return scored;
    }

    /** In a direction of length 1.4 that changes the largest entry most, as in {@link PolicyGradientTest}. */
    private static void assertDerivative(
            LanguageModel model, TensorSpec spec, float[] gradient, TokenRows rows, float[] c, float[] g) {
        int largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
        }
        double h = 0.002;
        float[] weight = Gradients.weight(model, spec);
        float[] above = weight.clone();
        float[] below = weight.clone();
        double expected = 0;
        for (int i = 0; i < weight.length; i++) {
            double direction = Gradients.sign(i) / Math.sqrt(weight.length) + (i == largest ? 1 : 0);
            expected += direction * gradient[i];
            above[i] += (float) (h * direction);
            below[i] -= (float) (h * direction);
        }
        double difference = scalarAt(model, spec, above, rows, c, g) - scalarAt(model, spec, below, rows, c, g);
        Gradients.place(model, spec, weight);
        model.refresh();
        // the scalar is a sum of 56 fp32 numbers near 5, with an error of about 1e-5; over 0.004 that is 3e-3
        assertThat(difference / (2 * h))
                .as("derivative of %s, largest at %d", spec.name(), largest)
                .isCloseTo(expected, within(1e-2 * Math.abs(gradient[largest]) + 1e-2));
    }

    private static double scalarAt(
            LanguageModel model, TensorSpec spec, float[] weight, TokenRows rows, float[] c, float[] g) {
        Gradients.place(model, spec, weight);
        model.refresh();
        RowScores scores = model.score(rows);
        double sum = 0;
        for (int i = 0; i < c.length; i++) {
            sum += (double) c[i] * scores.logprobs()[i];
        }
        for (int i = 0; i < g.length; i++) {
            sum += (double) g[i] * scores.further()[i];
        }
        return sum;
    }

    private static LanguageModel load(String name) {
        return LanguageModel.load(TinyModels.directory(name), Device.cpu(), Precision.FP32);
    }
}
