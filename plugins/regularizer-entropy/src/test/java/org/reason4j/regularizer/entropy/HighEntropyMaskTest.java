package org.reason4j.regularizer.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.regularizer.entropy.HighEntropyMaskConfig.Denominator;
import org.reason4j.testkit.RecordedMetrics;

class HighEntropyMaskTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("forking-mask");
        float[] entropies = floats(vector.at("/inputs/entropy/0"));
        float[] kept = floats(vector.at("/expected/token_mask/0"));
        assertThat(vector.at("/params/top_fraction").asDouble()).isEqualTo(HighEntropyMaskConfig.DEFAULTS.share());
        Credit shaped = mask(0.2, Denominator.ALL)
                .shape(List.of(credit(entropies, ones(entropies.length))))
                .get(0);
        assertThat(shaped.advantages()).isEqualTo(kept);
        assertThat(shaped.trajectory().learnedTokens()).isEqualTo(10);
        assertThat(metrics.of("regularizer/high_entropy_threshold"))
                .isCloseTo(vector.at("/expected/threshold_linear_quantile").asDouble(), within(1e-6));
        assertThat(metrics.of("regularizer/high_entropy_kept")).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void tokensThatAreNotKeptAreNotLearnedWhereTheDenominatorIsThatOfTheKept() {
        Credit credit = credit(new float[] {0.1f, 2, 0.3f, 1}, new float[] {1, -1, 1, -1})
                .withPair(7);
        // h = 3 * 0.5 = 1.5: (0.3 + 1) / 2 = 0.65
        Credit shaped = mask(0.5, Denominator.KEPT).shape(List.of(credit)).get(0);
        assertThat(shaped.trajectory().learned()).containsExactly(false, true, false, true);
        assertThat(shaped.advantages()).containsExactly(1, -1, 1, -1);
        assertThat(shaped.pair()).hasValue(7);
    }

    @Test
    void theThresholdIsThatOfTheWholeStep() {
        List<Credit> credits =
                List.of(credit(new float[] {1, 2}, new float[] {1, 1}), credit(new float[] {3, 4}, new float[] {1, 1}));
        List<Credit> shaped = mask(0.5, Denominator.ALL).shape(credits); // 2.5
        assertThat(shaped.get(0).advantages()).containsExactly(0, 0);
        assertThat(shaped.get(1).advantages()).containsExactly(1, 1);
    }

    @Test
    void tokensThatAreNotLearnedCountNowhere() {
        Credit credit = credit(new float[] {9, 1, 2}, new float[] {1, 1, 1});
        Credit partly = credit.withTrajectory(credit.trajectory().withLearned(new boolean[] {false, true, true}));
        Credit shaped = mask(0.5, Denominator.KEPT).shape(List.of(partly)).get(0); // 1.5
        assertThat(shaped.trajectory().learned()).containsExactly(false, false, true);
    }

    @Test
    void equalEntropiesAreAllKept() {
        Credit credit = credit(new float[] {0.3f, 0.3f, 0.3f}, new float[] {1, 2, 3});
        assertThat(mask(0.2, Denominator.ALL).shape(List.of(credit)).get(0).advantages())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aStepWithoutTokensStaysAsItIs() {
        List<Credit> none = List.of(credit(new float[0], new float[0]));
        assertThat(mask(0.2, Denominator.ALL).shape(none)).isEqualTo(none);
    }

    @Test
    void theQuantileIsInterpolated() {
        // h = 3 / 4 between 1 and 2, and the ends
        assertThat(Quantile.of(new double[] {4, 1, 3, 2}, 0.25)).isEqualTo(1.75);
        assertThat(Quantile.of(new double[] {4, 1, 3, 2}, 0)).isEqualTo(1);
        assertThat(Quantile.of(new double[] {4, 1, 3, 2}, 1)).isEqualTo(4);
        assertThat(Quantile.of(new double[] {5}, 0.8)).isEqualTo(5);
    }

    @Test
    void itReadsTheEntropyOfTheStepsStart() {
        assertThat(mask(0.2, Denominator.ALL).requirements()).isEqualTo(Requirements.streams(TokenStream.ENTROPY));
    }

    @Test
    void aShareOfNothingIsRefused() {
        assertThatThrownBy(() -> new HighEntropyMaskConfig(0, Denominator.ALL))
                .isInstanceOf(ConfigException.class)
                .hasMessage("high-entropy-mask.share must be in (0, 1], got 0.0");
    }

    private HighEntropyMask mask(double share, Denominator denominator) {
        return new HighEntropyMask(new HighEntropyMaskConfig(share, denominator), metrics);
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Credit credit(float[] entropies, float[] advantages) {
        Credit credit = Credits.learned(new float[entropies.length], advantages);
        return credit.withTrajectory(credit.trajectory().with(TokenStream.ENTROPY, entropies));
    }
}
