package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probability that two draws agree, {@code sum_v p(v)^2}. */
class CollisionTest {

    private static final int[] TOKENS = TinyModels.tokens(7, 5);

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void itIsTheSumOfSquaredProbabilities(String name) {
        try (LanguageModel model = load(name)) {
            for (double temperature : new double[] {1, 0.6}) {
                float[] collisions = model.score(
                                TinyModels.rows(List.of(TOKENS)).at(temperature), new ScoringOptions(false, true, 0))
                        .collisions();
                assertThat(collisions).hasSize(6);
                for (int t = 1; t < TOKENS.length; t++) {
                    double[] next = TinyModels.distribution(model, Arrays.copyOf(TOKENS, t), temperature);
                    double expected =
                            Arrays.stream(next).map(Math::exp).map(p -> p * p).sum();
                    assertThat((double) collisions[t - 1]).as("token %d", t).isCloseTo(expected, within(1e-6));
                    assertThat(expected).isGreaterThan(0.01); // that of a uniform distribution over 100
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "qwen3")
    void askingForItChangesNothingElse(String name) {
        try (LanguageModel model = load(name)) {
            TokenRows rows = TinyModels.rows(TinyModels.sequences(name));
            RowScores with = model.score(rows, new ScoringOptions(true, true, 0));
            RowScores without = model.score(rows, new ScoringOptions(true, 0));
            assertThat(with.logprobs()).isEqualTo(without.logprobs());
            assertThat(with.entropies()).isEqualTo(without.entropies());
            assertThat(with.certainties()).isEqualTo(without.certainties());
            assertThat(without.collisions()).isEmpty();
        }
    }

    private static LanguageModel load(String name) {
        return LanguageModel.load(TinyModels.directory(name), Device.cpu(), Precision.FP32);
    }
}
