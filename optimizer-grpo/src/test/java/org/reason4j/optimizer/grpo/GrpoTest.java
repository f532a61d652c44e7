package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class GrpoTest {

    private static final Offset<Double> CLOSE = within(1e-5);

    /** Three responses of 3, 2 and 0 learned tokens; ratios from 0.61 to 1.65, so that both clips act. */
    private static final Batch THREE = Batch.policy(
            new float[][] {{-1.0f, -0.5f, -2.0f, 0}, {-0.7f, -1.1f, 0, 0}, {0, 0, 0, 0}},
            new float[][] {{-1.1f, -0.4f, -2.5f, 0}, {-0.2f, -1.2f, 0, 0}, {0, 0, 0, 0}},
            new float[][] {{1, 1, 1, 0}, {-0.5f, -0.5f, 0, 0}, {0, 0, 0, 0}},
            new float[][] {{1, 1, 1, 0}, {1, 1, 0, 0}, {0, 0, 0, 0}});

    @Test
    void everyTokenGetsTheAdvantageOfItsResponse() {
        // rewards 1 and 0: mean 0.5, sample deviation 0.7071  =>  +-0.7071 / 1.4142 = +-0.707106
        List<Credit> credits = new Grpo(GrpoConfig.DEFAULTS).credit(List.of(group(1, 0)));
        assertThat(credits).hasSize(2);
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.707106f, 0.707106f}, within(1e-5f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {-0.707106f, -0.707106f}, within(1e-5f));
    }

    @Test
    void groupsDoNotInfluenceEachOther() {
        Grpo grpo = new Grpo(GrpoConfig.DEFAULTS);
        float[] alone = grpo.credit(List.of(group(1, 0))).get(0).advantages();
        float[] inCompany =
                grpo.credit(List.of(group(9, 9), group(1, 0))).get(2).advantages();
        assertThat(inCompany).isEqualTo(alone);
    }

    @Test
    void groupsOfOneAreRefusedByEveryPreset() {
        assertThat(GrpoConfig.PRESETS.values())
                .allSatisfy(preset -> assertThat(new Grpo(preset).requirements().minimumGroupSize())
                        .isEqualTo(2));
        assertThat(new Grpo(GrpoConfig.DEFAULTS).requirements().lossStreams())
                .containsExactly(TokenStream.OLD_LOGPROBS);
    }

    @Test
    void atRatioOneTheGradientIsMinusTheAdvantagePerToken() {
        float[][] same = {{-1, -2}, {-3, 0}};
        Result result = Batch.policy(same, same, new float[][] {{1, 1}, {-0.5f, 0}}, new float[][] {{1, 1}, {1, 0}})
                .evaluate(loss(GrpoConfig.DEFAULTS));
        // three learned tokens: -1/3, -1/3 and 0.5/3
        assertThat(result.gradient()[0]).containsExactly(new float[] {-0.333333f, -0.333333f}, within(1e-5f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0.166667f, 0}, within(1e-5f));
    }

    @Test
    void aTokenOutsideTheMaskChangesNothing() {
        Batch noisy = Batch.policy(
                new float[][] {{-1.0f, -0.5f, -2.0f, -7}, {-0.7f, -1.1f, 3, 0}, {0, 0, 0, 0}},
                new float[][] {{-1.1f, -0.4f, -2.5f, 5}, {-0.2f, -1.2f, -4, 0}, {0, 0, 0, 0}},
                new float[][] {{1, 1, 1, 8}, {-0.5f, -0.5f, -6, 0}, {0, 0, 0, 0}},
                THREE.mask());
        Result expected = THREE.evaluate(loss(GrpoConfig.DEFAULTS));
        Result result = noisy.evaluate(loss(GrpoConfig.DEFAULTS));
        assertThat(result.loss()).isEqualTo(expected.loss());
        assertThat(result.gradient()).isDeepEqualTo(expected.gradient());
        assertThat(result.metrics()).isEqualTo(expected.metrics());
    }

    @Test
    void notANumberOutsideTheMaskReachesNeitherLossNorGradient() {
        float nan = Float.NaN;
        float inf = Float.NEGATIVE_INFINITY;
        Result result = Batch.policy(
                        new float[][] {{-1, nan, inf}},
                        new float[][] {{-1, -1, nan}},
                        new float[][] {{1, nan, nan}},
                        new float[][] {{1, 0, 0}})
                .evaluate(loss(GrpoConfig.PRESETS.get("verl")));
        assertThat(result.loss()).isCloseTo(-1, CLOSE);
        assertThat(result.gradient()[0]).containsExactly(-1, 0, 0);
        assertThat(result.metrics().values())
                .allSatisfy(value -> assertThat(value).isFinite());
    }

    @Test
    void aBatchWithoutLearnedTokensHasNoLossAndNoGradient() {
        Result result = Batch.policy(
                        new float[][] {{0, 0}}, new float[][] {{0, 0}}, new float[][] {{0, 0}}, new float[][] {{0, 0}})
                .evaluate(loss(GrpoConfig.DEFAULTS));
        assertThat(result.loss()).isZero();
        assertThat(result.gradient()[0]).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verl", "trl", "openrlhf", "dr-grpo", "deepseekmath", "dapo"})
    void theGradientAgreesWithFiniteDifferences(String preset) {
        GrpoConfig config = GrpoConfig.PRESETS.get(preset);
        LossChecks.gradientAgreesWithFiniteDifferences(THREE, loss(config), 1e-2f, 1e-4);
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void sharesOfMicroBatchesAddUpHoweverTheyAreSplitAndPadded(LossAggregation aggregation) {
        GrpoConfig config = with(aggregation);
        LossChecks.microBatchesAndPaddingChangeNothing(THREE, loss(config), 1e-6);
    }

    @Test
    void metricsSayWhatTheClipDid() {
        // ln ratios 0.1, -0.1, 0.5 with A = 1 and -0.5, 0.1 with A = -0.5: one high clip (1.65), one low clip (0.61)
        Map<String, Double> metrics = THREE.evaluate(loss(GrpoConfig.DEFAULTS)).metrics();
        assertThat(metrics)
                .containsOnlyKeys(
                        "policy/clip_fraction_low", "policy/clip_fraction_high", "policy/kl_old", "policy/ratio_mean");
        assertThat(metrics.get("policy/clip_fraction_low")).isCloseTo(0.2, CLOSE);
        assertThat(metrics.get("policy/clip_fraction_high")).isCloseTo(0.2, CLOSE);
        assertThat(metrics.get("policy/kl_old")).isCloseTo(-0.02, CLOSE); // -(0.1 - 0.1 + 0.5 - 0.5 + 0.1) / 5
        // (1.105171 + 0.904837 + 1.648721 + 0.606531 + 1.105171) / 5
        assertThat(metrics.get("policy/ratio_mean")).isCloseTo(1.074086, CLOSE);
    }

    @Test
    void everyAggregationIsReproduced() throws IOException {
        JsonNode vector = vector("agg-modes");
        float[][] tokens = matrix(vector.at("/inputs/loss"));
        float[][] mask = matrix(vector.at("/inputs/mask"));
        JsonNode expected = vector.get("expected");
        Map<String, LossAggregation> modes = Map.of(
                "token-mean", LossAggregation.TOKEN_MEAN,
                "seq-mean-token-mean", LossAggregation.SEQ_MEAN_TOKEN_MEAN,
                "seq-mean-token-sum", LossAggregation.SEQ_MEAN_TOKEN_SUM,
                "dr_grpo(sum/(B*Lmax)), B=3,Lmax=4", LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM);
        modes.forEach((name, mode) -> assertThat(aggregate(tokens, mask, totals(mask), mode))
                .as(name)
                .isCloseTo(expected.get(name).asDouble(), CLOSE));
        // verl divides by a constant alone, here 8: three times what three rows of that length give
        assertThat(aggregate(tokens, mask, BatchTotals.of(4, 2, 1, 8), LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM))
                .isCloseTo(expected.get("seq-mean-token-sum-norm(scale=8)").asDouble(), CLOSE);
        assertThat(3 * aggregate(tokens, mask, BatchTotals.of(4, 2, 3, 8), LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM))
                .isCloseTo(expected.get("seq-mean-token-sum-norm(scale=8)").asDouble(), CLOSE);
    }

    @Test
    void drGrpoDividesByTheLengthLimitInsteadOfTheLengths() throws IOException {
        JsonNode vector = vector("drgrpo-loss");
        float[][] mask = matrix(vector.at("/inputs/mask"));
        float[][] zeros = new float[2][4];
        float[][] advantages = {{0.75f, 0.75f, 0.75f, 0}, {-0.25f, -0.25f, 0, 0}};
        Batch batch = Batch.policy(zeros, zeros, advantages, mask);
        JsonNode expected = vector.get("expected");
        assertThat(batch.evaluate(loss(GrpoConfig.PRESETS.get("dr-grpo"))).loss())
                .isCloseTo(expected.get("dr_grpo(sum/(B*Lmax))").asDouble(), CLOSE);
        assertThat(batch.evaluate(loss(GrpoConfig.PRESETS.get("deepseekmath"))).loss())
                .isCloseTo(expected.get("grpo(seq-mean-token-mean)").asDouble(), CLOSE);
        assertThat(batch.evaluate(loss(GrpoConfig.PRESETS.get("dapo"))).loss())
                .isCloseTo(expected.get("dapo(token-mean)").asDouble(), CLOSE);
    }

    @Test
    void impossibleBoundsAreRefusedByName() {
        assertThatThrownBy(() -> new GrpoConfig(
                        1.5,
                        0.2,
                        0,
                        0,
                        20,
                        GrpoConfig.DEFAULTS.baseline(),
                        GrpoConfig.DEFAULTS.groupDeviation(),
                        1e-6,
                        GrpoConfig.DEFAULTS.singleton(),
                        LossAggregation.TOKEN_MEAN))
                .isInstanceOf(ConfigException.class)
                .hasMessage("grpo.clipLow must be in (0, 1), got 1.5");
        assertThatThrownBy(() -> new GspoConfig(1.5, 0.2, Estimate.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN))
                .isInstanceOf(ConfigException.class)
                .hasMessage("gspo.clipLow must be in (0, 1), got 1.5");
        assertThatThrownBy(() -> new CispoConfig(0, 1, Anchor.OLD, Estimate.DEFAULTS, LossAggregation.TOKEN_MEAN))
                .isInstanceOf(ConfigException.class)
                .hasMessage("cispo.maxWeight must be greater than 1, got 1.0");
        assertThatThrownBy(() -> new GmpoConfig(0, 0.4, Estimate.DEFAULTS))
                .isInstanceOf(ConfigException.class)
                .hasMessage("gmpo.clipLow must be positive, got 0.0");
    }

    @Test
    void aBaselineThatIsNotTheGroupsIsRefusedWithTheNameOfWhatHasIt() {
        assertThatThrownBy(() -> new GrpoConfig(
                        0.2,
                        0.2,
                        0,
                        0,
                        20,
                        Estimate.Baseline.GREEDY,
                        Estimate.GroupDeviation.NONE,
                        0,
                        GrpoConfig.DEFAULTS.singleton(),
                        LossAggregation.TOKEN_MEAN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'remax'");
    }

    private static BatchTotals totals(float[][] mask) {
        return Batch.whole(TokenStream.LOGPROBS, Map.of(TokenStream.LOGPROBS, mask), mask)
                .totals();
    }

    private static double aggregate(float[][] tokens, float[][] mask, BatchTotals totals, LossAggregation mode) {
        return new Batch(TokenStream.LOGPROBS, Map.of(TokenStream.LOGPROBS, tokens), mask, totals)
                .evaluate((batch, leaf) -> batch.aggregate(leaf, mode))
                .loss();
    }

    private static GrpoConfig with(LossAggregation aggregation) {
        GrpoConfig d = GrpoConfig.DEFAULTS;
        return new GrpoConfig(
                d.clipLow(),
                d.clipHigh(),
                d.dualClip(),
                d.delta(),
                d.logRatioClamp(),
                d.baseline(),
                d.groupDeviation(),
                d.epsilon(),
                d.singleton(),
                aggregation);
    }

    private static ScoredGroup group(double... rewards) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        List<ScoredTrajectory> trajectories = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            Trajectory trajectory =
                    Trajectory.sampled(prompt, i, new int[] {5, 6}, "", Finish.STOP, 0, SamplingParams.of(64));
            trajectories.add(ScoredTrajectory.of(trajectory, rewards[i]));
        }
        return ScoredGroup.of(prompt, trajectories);
    }

    private static Loss loss(GrpoConfig config) {
        return Loss.of(new Grpo(config));
    }
}
