package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of one pass, each at its own temperature. */
class TemperaturesTest {

    private static final int[] FIRST = TinyModels.tokens(12, 5);
    private static final int[] SECOND = TinyModels.tokens(12, 6);

    private static TokenRows mixed(double first, double second) {
        TokenRows rows = new TokenRows();
        rows.add(FIRST, allButTheFirst(), first);
        rows.add(SECOND, allButTheFirst(), second);
        return rows;
    }

    private static boolean[] allButTheFirst() {
        boolean[] scored = new boolean[12];
        Arrays.fill(scored, 1, 12, true);
        return scored;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void rowsScoreAsEachAlone(String name) {
        try (LanguageModel model = load(name)) {
            RowScores both = model.score(mixed(0.5, 1), new ScoringOptions(true, 3));
            RowScores first = model.score(TinyModels.rows(List.of(FIRST)).at(0.5), new ScoringOptions(true, 3));
            RowScores second = model.score(TinyModels.rows(List.of(SECOND)), new ScoringOptions(true, 3));

            assertThat(Arrays.copyOf(both.logprobs(), 11)).containsExactly(first.logprobs(), within(2e-6f));
            assertThat(Arrays.copyOfRange(both.logprobs(), 11, 22)).containsExactly(second.logprobs(), within(2e-6f));
            assertThat(Arrays.copyOf(both.entropies(), 11)).containsExactly(first.entropies(), within(2e-6f));
            assertThat(Arrays.copyOfRange(both.entropies(), 11, 22)).containsExactly(second.entropies(), within(2e-6f));
            assertThat(Arrays.copyOf(both.certainties(), 11)).containsExactly(first.certainties(), within(5e-6f));
            assertThat(Arrays.copyOf(both.top(), 33)).containsExactly(first.top(), within(2e-6f));
            assertThat(Arrays.copyOfRange(both.topIds(), 33, 66)).isEqualTo(second.topIds());
        }
    }

    @Test
    void aLogprobIsThatOfTheLogitsDividedByTheTemperature() {
        // log softmax(z / T) from log softmax(z) = z - c: l / T - log sum exp(l / T)
        try (LanguageModel model = load(TinyModels.QWEN3)) {
            float[] found = model.score(mixed(0.5, 1.7)).logprobs();
            for (int t = 1; t < 12; t++) {
                double[] first = TinyModels.distribution(model, Arrays.copyOf(FIRST, t), 1);
                double[] second = TinyModels.distribution(model, Arrays.copyOf(SECOND, t), 1);
                assertThat((double) found[t - 1]).isCloseTo(tempered(first, 0.5, FIRST[t]), within(2e-5));
                assertThat((double) found[10 + t]).isCloseTo(tempered(second, 1.7, SECOND[t]), within(2e-5));
            }
        }
    }

    private static double tempered(double[] logprobs, double temperature, int token) {
        double sum = Arrays.stream(logprobs).map(l -> Math.exp(l / temperature)).sum();
        return logprobs[token] / temperature - Math.log(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-tied", "qwen3"})
    void gradientsAddUpFromThoseOfEachRowAtItsTemperature(String name) {
        // gradients at one temperature agree with finite differences, see PolicyGradientTest
        try (Policy policy =
                Policy.load(TinyModels.directory(name), Device.cpu(), Precision.FP32, Optional.empty(), 0)) {
            float[] c = Gradients.c(22);
            float[] e = Gradients.e(22);
            Gradients.addAt(policy, mixed(0.5, 1.7), c, e, false);
            Map<String, float[]> together = Gradients.all(policy);
            policy.clearGradients();
            Gradients.addAt(
                    policy, TinyModels.rows(List.of(FIRST)).at(0.5), Arrays.copyOf(c, 11), Arrays.copyOf(e, 11), false);
            Gradients.addAt(
                    policy,
                    TinyModels.rows(List.of(SECOND)).at(1.7),
                    Arrays.copyOfRange(c, 11, 22),
                    Arrays.copyOfRange(e, 11, 22),
                    true);
            Gradients.all(policy)
                    .forEach((tensor, gradient) -> assertThat(Gradients.difference(together.get(tensor), gradient))
                            .as(tensor)
                            .isLessThan(1e-5 * Gradients.norm(gradient)));
        }
    }

    @Test
    void aTemperatureThatIsNotPositiveIsRefused() {
        TokenRows rows = TinyModels.rows(List.of(FIRST));
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> rows.at(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("temperature");
        }
    }

    private static LanguageModel load(String name) {
        return LanguageModel.load(TinyModels.directory(name), Device.cpu(), Precision.FP32);
    }
}
