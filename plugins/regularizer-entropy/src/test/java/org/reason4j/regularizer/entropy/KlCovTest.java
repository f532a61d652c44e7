package org.reason4j.regularizer.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class KlCovTest {

    /** Two responses of which three tokens are marked; the last token of the second is not learned. */
    private static final Batch TWO = Batch.whole(
            TokenStream.LOGPROBS,
            Map.of(
                    TokenStream.LOGPROBS, new float[][] {{-1, -0.5f, -2}, {-0.7f, -3, 0}},
                    TokenStream.OLD_LOGPROBS, new float[][] {{-1.5f, -0.5f, -1}, {-0.3f, -1, 0}},
                    KlCov.MARKED, new float[][] {{1, 0, 1}, {1, 0, 0}}),
            new float[][] {{1, 1, 1}, {1, 1, 0}});

    @Test
    void thePublishedLossIsReproduced() throws IOException {
        JsonNode vector = vector("kl-cov");
        float[] logprobs = floats(vector.at("/inputs/logp/0"));
        float[] old = floats(vector.at("/inputs/old_logp/0"));
        float[] advantages = floats(vector.at("/inputs/advantages/0"));
        KlCov regularizer = new KlCov(new KlCovConfig(
                vector.at("/params/ratio").asDouble(),
                vector.at("/params/kl_coef").asDouble(),
                LossAggregation.TOKEN_MEAN));

        Credit shaped = regularizer
                .shapeCredits(List.of(Credits.learned(old, advantages)))
                .get(0);
        float[] marks = shaped.trajectory().stream(KlCov.MARKED);
        float[] expectedMarks = new float[4];
        vector.at("/expected/selected").forEach(place -> expectedMarks[place.asInt()] = 1);
        assertThat(marks).containsExactly(expectedMarks);
        assertThat(shaped.advantages()).containsExactly(advantages);

        double term = Batch.whole(
                        TokenStream.LOGPROBS,
                        Map.of(
                                TokenStream.LOGPROBS, new float[][] {logprobs},
                                TokenStream.OLD_LOGPROBS, new float[][] {old},
                                KlCov.MARKED, new float[][] {marks}),
                        new float[][] {{1, 1, 1, 1}})
                .evaluate(Loss.of(regularizer))
                .loss();
        double policy = 0; // -A * ratio, without a clip, is the part of the policy optimizer
        for (int t = 0; t < 4; t++) {
            policy -= advantages[t] * Math.exp(logprobs[t] - old[t]) / 4;
        }
        assertThat(policy + term).isCloseTo(vector.at("/expected/loss").asDouble(), within(1e-5));
        assertThat(term).isCloseTo(0.125, within(1e-6)); // |-3 + 2.5| / 4
    }

    @Test
    void aChargeIsTheDistanceFromTheStepsStart() {
        Batch.Result result = TWO.evaluate(Loss.of(new KlCov(config(LossAggregation.TOKEN_MEAN))));
        // (0.5 + 1 + 0.4) / 5 tokens, at 2 a nat
        assertThat(result.loss()).isCloseTo(0.76, within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(new float[] {0.4f, 0, -0.4f}, within(1e-6f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {-0.4f, 0, 0}, within(1e-6f));
        assertThat(result.metrics().get("regularizer/kl_cov_marked")).isCloseTo(0.6, within(1e-6));
        assertThat(result.metrics().get("regularizer/kl_cov_moved")).isCloseTo(0.38, within(1e-6));
    }

    @Test
    void whereThePolicyHasNotMovedNothingIsCharged() {
        float[][] still = {{-1, -2}};
        Batch.Result result = Batch.whole(
                        TokenStream.LOGPROBS,
                        Map.of(
                                TokenStream.LOGPROBS,
                                still,
                                TokenStream.OLD_LOGPROBS,
                                still,
                                KlCov.MARKED,
                                new float[][] {{1, 1}}),
                        new float[][] {{1, 1}})
                .evaluate(Loss.of(new KlCov(config(LossAggregation.TOKEN_MEAN))));
        assertThat(result.loss()).isZero();
        assertThat(result.gradient()[0]).containsExactly(0, 0);
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void theGradientIsThatOfFiniteDifferences(LossAggregation aggregation) {
        KlCov regularizer = new KlCov(config(aggregation));
        LossChecks.gradientAgreesWithFiniteDifferences(TWO, Loss.of(regularizer), 0.125f, 1e-5);
        float[][] gradient = TWO.evaluate(Loss.of(regularizer)).gradient();
        assertThat(gradient[0][0]).isPositive();
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void aSplitIntoMicroBatchesAndMorePaddingChangeNothing(LossAggregation aggregation) {
        KlCov regularizer = new KlCov(config(aggregation));
        LossChecks.microBatchesAndPaddingChangeNothing(TWO, Loss.of(regularizer), 1e-6);
    }

    @Test
    void aTokenOutsideTheMaskChangesNothingEvenIfItIsNotANumber() {
        Batch.Result result = Batch.whole(
                        TokenStream.LOGPROBS,
                        Map.of(
                                TokenStream.LOGPROBS, new float[][] {{-1, Float.NaN}},
                                TokenStream.OLD_LOGPROBS, new float[][] {{-2, Float.NEGATIVE_INFINITY}},
                                KlCov.MARKED, new float[][] {{1, 0}}),
                        new float[][] {{1, 0}})
                .evaluate(Loss.of(new KlCov(config(LossAggregation.TOKEN_MEAN))));
        assertThat(result.loss()).isCloseTo(2, within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(2, 0);
    }

    @Test
    void everyResponseOfTheStepIsMarkedAlsoOneWithoutAChosenToken() {
        Credit extreme = Credits.learned(new float[] {-0.1f, -9}, new float[] {1, -5});
        Credit plain = Credits.of("q", 0, new boolean[] {true, false}, new float[] {-1, 0}, new float[] {1, 1});
        List<Credit> shaped = new KlCov(config(LossAggregation.TOKEN_MEAN)).shapeCredits(List.of(plain, extreme));
        assertThat(shaped.get(0).trajectory().stream(KlCov.MARKED)).containsExactly(0, 0);
        assertThat(shaped.get(1).trajectory().stream(KlCov.MARKED)).containsExactly(0, 1);
    }

    @Test
    void itReadsTheLogprobsOfTheStepsStart() {
        assertThat(new KlCov(KlCovConfig.DEFAULTS).requirements())
                .isEqualTo(Requirements.streams(TokenStream.OLD_LOGPROBS));
    }

    @Test
    void aRatioOfZeroIsRefused() {
        assertThatThrownBy(() -> new KlCovConfig(0, 1, LossAggregation.TOKEN_MEAN))
                .isInstanceOf(ConfigException.class)
                .hasMessage("kl-cov.ratio must be in (0, 1], got 0.0");
    }

    private static KlCovConfig config(LossAggregation aggregation) {
        return new KlCovConfig(2e-4, 2, aggregation);
    }
}
