package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Self-certainty, {@code -1/V sum_v ln p(v)}: arXiv 2505.19590, equation 4. */
class CertaintyTest {

    private static final int[] TOKENS = TinyModels.tokens(7, 5);

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void itIsTheMeanSurpriseOverTheVocabulary(String name) {
        try (LanguageModel model = load(name)) {
            for (double temperature : new double[] {1, 0.6}) {
                float[] certainties = model.score(
                                TinyModels.rows(List.of(TOKENS)).at(temperature), new ScoringOptions(true, 0))
                        .certainties();
                assertThat(certainties).hasSize(6);
                for (int t = 1; t < TOKENS.length; t++) {
                    double[] next = TinyModels.distribution(model, Arrays.copyOf(TOKENS, t), temperature);
                    double expected = -Arrays.stream(next).average().orElseThrow();
                    assertThat((double) certainties[t - 1]).as("token %d", t).isCloseTo(expected, within(2e-5));
                    assertThat(expected).isGreaterThan(Math.log(100)); // that of a uniform distribution
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "qwen3")
    void askingForItChangesNothingElse(String name) {
        try (LanguageModel model = load(name)) {
            TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
            RowScores with = model.score(rows, new ScoringOptions(true, 0));
            RowScores without = model.score(rows);
            assertThat(with.logprobs()).isEqualTo(without.logprobs());
            assertThat(with.entropies()).isEqualTo(without.entropies());
            assertThat(without.certainties()).isEmpty();
        }
    }

    private static LanguageModel load(String name) {
        return LanguageModel.load(TinyModels.directory(name), Device.cpu(), Precision.FP32);
    }
}
