package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.api.data.TokenStream.ADVANTAGES;
import static org.reason4j.api.data.TokenStream.LOGPROBS;
import static org.reason4j.api.data.TokenStream.OLD_LOGPROBS;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

/** Properties of the loss of every optimizer in this package. */
class EveryOptimizerTest {

    private static final Offset<Double> CLOSE = within(1e-5);

    /** Responses of 3, 2, 0 and 1 learned tokens; token ratios from 0.61 to 1.65, so that clips of tokens act. */
    private static final Batch FOUR = Batch.policy(
            new float[][] {{-1.0f, -0.5f, -2.0f, 0}, {-0.7f, -1.1f, 0, 0}, {0, 0, 0, 0}, {-0.3f, 0, 0, 0}},
            new float[][] {{-1.1f, -0.4f, -2.5f, 0}, {-0.2f, -1.2f, 0, 0}, {0, 0, 0, 0}, {-0.4f, 0, 0, 0}},
            new float[][] {{1, 1, 1, 0}, {-0.5f, -0.5f, 0, 0}, {0, 0, 0, 0}, {2, 0, 0, 0}},
            new float[][] {{1, 1, 1, 0}, {1, 1, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}});

    /** Importance weights of the tokens of {@link #FOUR}, of which one is 0, and the same number throughout a response. */
    private static final float[][] BY_TOKEN = {{0.5f, 2, 0, 0}, {1.5f, 0.25f, 0, 0}, {0, 0, 0, 0}, {3, 0, 0, 0}};

    private static final float[][] BY_RESPONSE = {{2, 2, 2, 0}, {0.25f, 0.25f, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};

    static Stream<Named<PolicyOptimizer>> all() {
        return Stream.of(
                Named.of("grpo", new Grpo(GrpoConfig.DEFAULTS)),
                Named.of("grpo verl", new Grpo(GrpoConfig.VERL)),
                Named.of("grpo two-sided", new ClippedPolicyGradient(clipped(0, 1.4))),
                Named.of("grpo dual", new ClippedPolicyGradient(clipped(1.05, 0))),
                Named.of("dr-grpo", new Grpo(GrpoConfig.DR_GRPO)),
                Named.of("dapo", new Grpo(GrpoConfig.DAPO)),
                Named.of("reinforce-pp", new ClippedPolicyGradient(ClippedConfig.REINFORCE_PP)),
                Named.of("reinforce-pp-baseline", new ClippedPolicyGradient(ClippedConfig.REINFORCE_PP_BASELINE)),
                Named.of("remax", new ClippedPolicyGradient(ClippedConfig.REMAX)),
                Named.of("rloo", new Rloo(RlooConfig.DEFAULTS)),
                Named.of("gspo", new GspoOptimizer(GspoConfig.DEFAULTS)),
                Named.of("gspo wide", new GspoOptimizer(wide())),
                Named.of("gmpo", new GmpoOptimizer(GmpoConfig.DEFAULTS)),
                Named.of("cispo", new CispoOptimizer(CispoConfig.DEFAULTS)),
                Named.of("cispo verl", new CispoOptimizer(CispoConfig.VERL)));
    }

    static Stream<Named<PolicyOptimizer>> perToken() {
        return all().filter(one -> !List.of("rloo", "gmpo").contains(one.getName()));
    }

    /** Those whose value has the gradient of the loss; CISPO's holds its weight constant. */
    static Stream<Named<PolicyOptimizer>> differentiable() {
        return all().filter(one -> !one.getName().startsWith("cispo"));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void theGradientAgreesWithFiniteDifferences(PolicyOptimizer optimizer) {
        LossChecks.gradientAgreesWithFiniteDifferences(FOUR, Loss.of(optimizer), 1e-2f, 1e-4);
    }

    @Test
    void theGradientOfCispoIsThatOfItsLossWithTheWeightHeldConstant() {
        CispoOptimizer cispo = new CispoOptimizer(CispoConfig.VERL);
        float[][] gradient = FOUR.evaluate(Loss.of(cispo)).gradient();
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < 3; t++) {
                double ratio = Math.exp(FOUR.values(LOGPROBS)[i][t] - FOUR.values(OLD_LOGPROBS)[i][t]);
                double weight = Math.min(ratio, 1.2);
                double advantage = FOUR.values(ADVANTAGES)[i][t];
                double step = 1e-3;
                DoubleUnaryOperator loss = logprob -> -weight * advantage * logprob / 6; // six learned tokens
                double at = FOUR.values(LOGPROBS)[i][t];
                double slope = (loss.applyAsDouble(at + step) - loss.applyAsDouble(at - step)) / (2 * step);
                assertThat((double) gradient[i][t]).isCloseTo(FOUR.mask()[i][t] * slope, CLOSE);
            }
        }
    }

    @Test
    void theTokenFormOfGspoKeepsTheGradientOnItsToken() {
        // d = 0.2, 0, 0.1: s = e^0.1. Advantages 1, -2, 0.5 on three tokens of one response, clip too wide to act:
        // with s and the token's own probability as the only variable, x_t = -A_t s exp(l_t - l0_t) / 3
        Batch batch = Batch.policy(
                new float[][] {{-1, -0.5f, -2}},
                new float[][] {{-1.2f, -0.5f, -2.1f}},
                new float[][] {{1, -2, 0.5f}},
                new float[][] {{1, 1, 1}});
        Result result = batch.evaluate(Loss.of(new GspoOptimizer(wide())));
        float s = (float) Math.exp(0.1);
        assertThat(result.gradient()[0]).containsExactly(new float[] {-s / 3, 2 * s / 3, -0.5f * s / 3}, within(1e-5f));
        assertThat(result.loss()).isCloseTo(0.5 * s / 3, CLOSE); // -(1 - 2 + 0.5) s / 3
    }

    @Test
    void rlooTakesAResponseForOneAction() {
        // d = 0.1 and -0.05: ratio e^0.05 = 1.051271; A = 2; one response  =>  -2.102542, and the same on both tokens
        Batch batch = Batch.policy(
                new float[][] {{-1, -0.5f}}, new float[][] {{-1.1f, -0.45f}}, new float[][] {{2, 2}}, new float[][] {
                    {1, 1}
                });
        Result result = batch.evaluate(Loss.of(new Rloo(RlooConfig.DEFAULTS)));
        assertThat(result.loss()).isCloseTo(-2.102542, CLOSE);
        assertThat(result.gradient()[0]).containsExactly(new float[] {-2.102542f, -2.102542f}, within(1e-5f));
    }

    @ParameterizedTest
    @MethodSource("all")
    void sharesOfMicroBatchesAddUpHoweverTheyAreSplitAndPadded(PolicyOptimizer optimizer) {
        LossChecks.microBatchesAndPaddingChangeNothing(FOUR, Loss.of(optimizer), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesOutsideTheMaskReachNeitherLossNorGradientNorMetrics(PolicyOptimizer optimizer) {
        LossChecks.tokensOutsideTheMaskChangeNothing(FOUR, Loss.of(optimizer));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBatchWithoutLearnedTokensHasNoLossAndNoGradient(PolicyOptimizer optimizer) {
        float[][] zeros = new float[2][3];
        Result result = Batch.policy(zeros, zeros, zeros, zeros).evaluate(Loss.of(optimizer));
        assertThat(result.loss()).isZero();
        assertThat(result.gradient()).isDeepEqualTo(zeros);
    }

    @ParameterizedTest
    @MethodSource("all")
    void atRatioOneTheGradientIsThatOfReinforceForASingleToken(PolicyOptimizer optimizer) {
        float[][] half = {{(float) Math.log(0.5)}};
        Result result = Batch.policy(half, half, new float[][] {{-0.75f}}, new float[][] {{1}})
                .evaluate(Loss.of(optimizer));
        assertThat((double) result.gradient()[0][0]).isCloseTo(0.75, CLOSE);
        assertThat(result.metrics().get("policy/ratio_mean")).isCloseTo(1, CLOSE);
        assertThat(result.metrics().get("policy/kl_old")).isCloseTo(0, CLOSE);
    }

    /** So an importance weight may stand on the advantage instead of on the loss, whether a clip acts or not. */
    @ParameterizedTest
    @MethodSource("perToken")
    void aFactorOnATokensAdvantageIsAFactorOnItsGradientAndItsShareOfTheLoss(PolicyOptimizer optimizer) {
        Result plain = FOUR.evaluate(Loss.of(optimizer));
        Result weighted = weighted(BY_TOKEN).evaluate(Loss.of(optimizer));
        double loss = 0;
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < 4; t++) {
                assertThat(weighted.gradient()[i][t])
                        .as("token %s of response %s", t, i)
                        .isCloseTo(BY_TOKEN[i][t] * plain.gradient()[i][t], within(1e-6f));
                float[][] only = new float[4][4]; // the token's share: every other advantage is 0
                only[i][t] = 1;
                loss += BY_TOKEN[i][t]
                        * weighted(only).evaluate(Loss.of(optimizer)).loss();
            }
        }
        assertThat(weighted.loss()).isCloseTo(loss, CLOSE);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aFactorOnAResponsesAdvantageIsAFactorOnItsGradient(PolicyOptimizer optimizer) {
        Result plain = FOUR.evaluate(Loss.of(optimizer));
        Result weighted = weighted(BY_RESPONSE).evaluate(Loss.of(optimizer));
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < 4; t++) {
                assertThat(weighted.gradient()[i][t])
                        .isCloseTo(BY_RESPONSE[i][t] * plain.gradient()[i][t], within(1e-6f));
            }
        }
    }

    @Test
    void metricsOfCispoSayWhichWeightsWereBounded() {
        // ratios 1.105, 0.905, 1.649; 0.607, 1.105; 1.105: one of six above 1.2
        Map<String, Double> metrics =
                FOUR.evaluate(Loss.of(new CispoOptimizer(CispoConfig.VERL))).metrics();
        assertThat(metrics).containsOnlyKeys("policy/weight_bounded", "policy/kl_old", "policy/ratio_mean");
        assertThat(metrics.get("policy/weight_bounded")).isCloseTo(1 / 6.0, CLOSE);
    }

    @Test
    void metricsOfGmpoSayWhichTokensWereClipped() {
        // log-ratios 0.1, -0.1, 0.5 with A > 0: one above 0.4; -0.5, 0.1 with A < 0: one below -0.4; 0.1
        Map<String, Double> metrics =
                FOUR.evaluate(Loss.of(new GmpoOptimizer(GmpoConfig.DEFAULTS))).metrics();
        assertThat(metrics.get("policy/clip_fraction_high")).isCloseTo(1 / 6.0, CLOSE);
        assertThat(metrics.get("policy/clip_fraction_low")).isCloseTo(1 / 6.0, CLOSE);
    }

    /** {@link #FOUR} with advantages times factors. */
    private static Batch weighted(float[][] factors) {
        float[][] weighted = new float[4][4];
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < 4; t++) {
                weighted[i][t] = FOUR.values(ADVANTAGES)[i][t] * factors[i][t];
            }
        }
        return FOUR.with(ADVANTAGES, weighted);
    }

    private static GspoConfig wide() {
        return new GspoConfig(0.5, 0.5, Estimate.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    }

    private static ClippedConfig clipped(double dualClip, double delta) {
        return new ClippedConfig(Estimate.DEFAULTS, 0.2, 0.2, dualClip, delta, 20, LossAggregation.TOKEN_MEAN);
    }
}
