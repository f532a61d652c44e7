package org.reason4j.core.host.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.core.host.reward.WeightedSum.Term;

class WeightedSumTest {

    /** Conformance vector reward-combine, weighted_sum. */
    @Test
    void valuesAreWeightedAndAdded() {
        // 1.0 * 1.0 + 0.2 * 0.0 + 0.5 * -1.4
        assertThat(WeightedSum.of(List.of(open(1.0), open(0.2), open(0.5)), 1.0, 0.0, -1.4))
                .isCloseTo(0.3, within(1e-12));
    }

    /** Conformance vector reward-combine, clip_each_then_weight. */
    @Test
    void valuesAreClippedBeforeTheyAreWeighted() {
        // 1.0 * 1.0 + 0.2 * 0.0 + 0.5 * -0.5
        assertThat(WeightedSum.of(List.of(clipped(1.0), clipped(0.2), clipped(0.5)), 1.0, 0.0, -1.4))
                .isCloseTo(0.75, within(1e-12));
    }

    /** Conformance vector accuracy-format, weighted_sum. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1.0", "1, 0, 0.9", "0, 1, 0.1", "0, 0, 0.0"})
    void accuracyAndFormatShareTheReward(double accuracy, double format, double expected) {
        assertThat(WeightedSum.of(List.of(open(0.9), open(0.1)), accuracy, format))
                .isCloseTo(expected, within(1e-12));
    }

    /** Conformance vector accuracy-format, gated(acc*fmt). */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 0, 0", "0, 1, 0", "0, 0, 0"})
    void aGateMultipliesTheSumOfTheOthers(double accuracy, double format, double expected) {
        assertThat(WeightedSum.of(List.of(open(1), gate()), accuracy, format)).isEqualTo(expected);
    }

    @Test
    void tokenRewardsAreWeightedAndGatedButNotClipped() {
        // token 0: 0.5 * (2 * 3 + 1 * 0.25); token 1: 0.5 * (2 * -4)
        List<Term> terms = List.of(new Term(2, -1, 1, false), open(1), gate());
        List<Optional<float[]>> dense =
                List.of(Optional.of(new float[] {3, -4}), Optional.of(new float[] {0.25f, 0}), Optional.empty());
        assertThat(WeightedSum.ofTokens(terms, dense, 2, 0, 0, 0.5)).containsExactly(3.125f, -4f);
    }

    @Test
    void withoutDenseRewardsEveryTokenGetsZero() {
        assertThat(WeightedSum.ofTokens(List.of(open(1)), List.of(Optional.empty()), 3, 1))
                .containsExactly(0, 0, 0);
    }

    private static Term open(double weight) {
        return new Term(weight, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);
    }

    private static Term clipped(double weight) {
        return new Term(weight, -0.5, 1.0, false);
    }

    private static Term gate() {
        return new Term(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);
    }
}
