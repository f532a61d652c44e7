package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.ppo.Trajectories.group;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.optimizer.ppo.Trajectories.scored;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;
import org.reason4j.testkit.RecordedMetrics;

class PpoTest {

    private static final Offset<Double> CLOSE = within(2e-6);
    private static final TokenStream WEIGHT = TokenStream.of("optimizer-ppo", "positiveWeight");
    private static final float[][] MASK = {{1, 1, 1}, {1, 1, 0}, {0, 0, 0}};

    /** Log-ratios 0.1, -0.1, 0.5 with A = 1 and 1.5, 0.1 with A = -0.5; the first response was right. */
    private static final Batch FIVE = batch(
            new float[][] {{-1.0f, -0.5f, -2.0f}, {-0.7f, -1.1f, 0}, {0, 0, 0}},
            new float[][] {{-1.1f, -0.4f, -2.5f}, {-2.2f, -1.2f, 0}, {0, 0, 0}},
            new float[][] {{1, 1, 1}, {-0.5f, -0.5f, 0}, {0, 0, 0}},
            new float[][] {{1.666667f, 1.666667f, 1.666667f}, {0, 0, 0}, {0, 0, 0}},
            MASK);

    @ParameterizedTest
    @CsvSource({"ppo-clip, 0", "ppo-dual-clip, 3"})
    void theWorkedExamplesAreReproduced(String id, double dualClip) throws IOException {
        JsonNode vector = vector(id);
        float[][] mask = matrix(vector.at("/inputs/mask"));
        float[][] advantages = matrix(vector.at("/inputs/advantages"));
        Result result = batch(
                        matrix(vector.at("/inputs/logp")),
                        matrix(vector.at("/inputs/old_logp")),
                        advantages,
                        new float[mask.length][mask[0].length],
                        mask)
                .evaluate(loss(config(dualClip, 0, LossAggregation.TOKEN_MEAN)));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        float[][] gradient = matrix(vector.at("/expected/dloss_dlogp"));
        for (int i = 0; i < gradient.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(gradient[i], within(2e-6f));
        }
    }

    @Test
    void atRatioOneTheGradientIsMinusTheAdvantagePerToken() {
        float[][] same = {{-1, -2}, {-3, 0}};
        float[][] advantages = {{1, 1}, {-0.5f, 0}};
        Result result = batch(same, same, advantages, new float[2][2], new float[][] {{1, 1}, {1, 0}})
                .evaluate(loss(PpoConfig.DEFAULTS));
        // three learned tokens: -1/3, -1/3 and 0.5/3
        assertThat(result.gradient()[0]).containsExactly(new float[] {-0.333333f, -0.333333f}, within(1e-5f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0.166667f, 0}, within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verl", "trl", "vapo", "orz"})
    void theGradientAgreesWithFiniteDifferences(String preset) {
        Loss loss = loss(PpoConfig.PRESETS.get(preset));
        LossChecks.gradientAgreesWithFiniteDifferences(FIVE, loss, 1e-2f, 1e-4);
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void microBatchesPaddingAndOtherTokensChangeNothing(LossAggregation aggregation) {
        Loss loss = loss(config(3, 0.1, aggregation));
        LossChecks.microBatchesAndPaddingChangeNothing(FIVE, loss, 2e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(FIVE, loss);
    }

    @Test
    void notANumberOutsideTheMaskReachesNeitherLossNorGradient() {
        float nan = Float.NaN;
        float inf = Float.NEGATIVE_INFINITY;
        Result result = batch(
                        new float[][] {{-1, nan, inf}},
                        new float[][] {{-1, -1, nan}},
                        new float[][] {{1, nan, nan}},
                        new float[][] {{1, nan, nan}},
                        new float[][] {{1, 0, 0}})
                .evaluate(loss(PpoConfig.VAPO));
        assertThat(result.loss()).isCloseTo(-1 + 0.1, CLOSE); // the surrogate, and 0.1 of -logprob 1
        assertThat(result.gradient()[0]).containsExactly(new float[] {-1.1f, 0, 0}, within(1e-6f));
        assertThat(result.metrics().values())
                .allSatisfy(value -> assertThat(value).isFinite());
    }

    @Test
    void metricsSayWhatTheClipDid() {
        Map<String, Double> metrics = FIVE.evaluate(loss(PpoConfig.VERL)).metrics();
        assertThat(metrics)
                .containsOnlyKeys(
                        "policy/clip_fraction_low",
                        "policy/clip_fraction_high",
                        "policy/clip_fraction_dual",
                        "policy/kl_old",
                        "policy/ratio_mean");
        assertThat(metrics.get("policy/clip_fraction_low")).isZero();
        assertThat(metrics.get("policy/clip_fraction_high")).isCloseTo(0.2, CLOSE); // e^0.5 = 1.65 with A = 1
        assertThat(metrics.get("policy/clip_fraction_dual")).isCloseTo(0.2, CLOSE); // e^1.5 = 4.48 with A = -0.5
        assertThat(metrics.get("policy/kl_old")).isCloseTo(-0.42, CLOSE); // -(0.1 - 0.1 + 0.5 + 1.5 + 0.1) / 5
        // (1.105171 + 0.904837 + 1.648721 + 4.481689 + 1.105171) / 5
        assertThat(metrics.get("policy/ratio_mean")).isCloseTo(1.849118, CLOSE);
    }

    @Test
    void rightResponsesAreImitatedByTheMeanOverTheirTokens() {
        double without =
                FIVE.evaluate(loss(config(0, 0, LossAggregation.TOKEN_MEAN))).loss();
        double with =
                FIVE.evaluate(loss(config(0, 0.1, LossAggregation.TOKEN_MEAN))).loss();
        assertThat(with - without).isCloseTo(0.1 * (1 + 0.5 + 2) / 3, CLOSE);
    }

    @Test
    void tokensOfRightResponsesWeighAsManyTimesAsTheyAreRare() {
        Ppo ppo = new Ppo(config(0, 0.1, LossAggregation.TOKEN_MEAN), new RecordedMetrics(), new Runs(7));
        List<Credit> credits = ppo.credit(List.of(
                group(scored(0, mask("111"), new float[3], 1), scored(1, mask("110"), new float[3], -1)),
                group(scored(2, mask("0"), new float[1], 1))));
        assertThat(weights(credits.get(0))).containsOnly(5 / 3f);
        assertThat(weights(credits.get(1))).containsOnly(0);
    }

    @Test
    void withoutARightResponseThereIsNothingToImitate() {
        Ppo ppo = new Ppo(config(0, 0.1, LossAggregation.TOKEN_MEAN), new RecordedMetrics(), new Runs(7));
        List<Credit> credits = ppo.credit(List.of(group(scored(0, mask("11"), new float[2], 0))));
        assertThat(weights(credits.get(0))).containsOnly(0);
    }

    @Test
    void itNeedsValuesAndBringsTheCriticThatComputesThem() {
        Ppo ppo = new Ppo(PpoConfig.DEFAULTS, new RecordedMetrics(), new Runs(7));
        assertThat(ppo.requirements())
                .isEqualTo(Requirements.streams(TokenStream.VALUES)
                        .and(Requirements.lossStreams(TokenStream.OLD_LOGPROBS)));
        assertThat(ppo.models()).extracting(model -> model.stream()).containsExactly(TokenStream.VALUES);
        assertThat(ppo.updateRule()).isEmpty();
    }

    private static float[] weights(Credit credit) {
        return credit.trajectory().stream(WEIGHT);
    }

    private static Loss loss(PpoConfig config) {
        return Loss.of(new Ppo(config, new RecordedMetrics(), new Runs(7)));
    }

    private static PpoConfig config(double dualClip, double positiveWeight, LossAggregation aggregation) {
        PpoConfig d = PpoConfig.DEFAULTS;
        return new PpoConfig(
                d.clipLow(),
                d.clipHigh(),
                dualClip,
                d.logRatioClamp(),
                positiveWeight,
                aggregation,
                d.gae(),
                d.critic(),
                d.resampling());
    }

    private static Batch batch(
            float[][] logprobs, float[][] oldLogprobs, float[][] advantages, float[][] weights, float[][] mask) {
        return Batch.policy(logprobs, oldLogprobs, advantages, mask).with(WEIGHT, weights);
    }
}
