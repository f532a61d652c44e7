package org.reason4j.regularizer.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.regularizer.kl.Configs.adaptive;
import static org.reason4j.regularizer.kl.Configs.importanceWeighted;
import static org.reason4j.regularizer.kl.Configs.inLoss;
import static org.reason4j.regularizer.kl.Configs.inReward;
import static org.reason4j.regularizer.kl.Configs.scheduled;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.regularizer.kl.KlConfig.Estimator;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class KlTest {

    private static final float[] ZEROS = {0, 0};
    private static final float[] ALL = {1, 1};

    /** Three responses of 3, 1 and 0 learned tokens. */
    private static final Batch THREE = Batch.whole(
            TokenStream.LOGPROBS,
            Map.of(
                    TokenStream.LOGPROBS, new float[][] {{-1, -0.5f, -2}, {-0.7f, 0, 0}, {0, 0, 0}},
                    TokenStream.OLD_LOGPROBS, new float[][] {{-1.2f, -0.4f, -2.1f}, {-0.9f, 0, 0}, {0, 0, 0}},
                    TokenStream.REFERENCE_LOGPROBS, new float[][] {{-0.8f, -0.9f, -2.5f}, {-1.1f, 0, 0}, {0, 0, 0}}),
            new float[][] {{1, 1, 1}, {1, 0, 0}, {0, 0, 0}});

    @Test
    void theLossIsTheCoefficientTimesTheMeanEstimate() {
        // k2: 0.2² / 2 = 0.02 and 0.4² / 2 = 0.08, mean 0.05, times 0.1; gradients 0.1 * -0.2 / 2 and 0.1 * 0.4 / 2
        Result result = tokens(new float[] {-1, -0.5f}, ZEROS, new float[] {-0.8f, -0.9f}, ALL)
                .evaluate(Loss.of(new Kl(inLoss(Estimator.K2))));
        assertThat(result.loss()).isCloseTo(0.005, within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(new float[] {-0.01f, 0.02f}, within(1e-6f));
        assertThat(result.metrics().get("regularizer/kl")).isCloseTo(0.05, within(1e-6));
        assertThat(result.metrics().get("regularizer/kl_coefficient")).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void theImportanceWeightedTermIsReproduced() throws IOException {
        JsonNode vector = vector("k3-unbiased");
        Result result = tokens(
                        floats(vector.at("/inputs/logp")),
                        floats(vector.at("/inputs/old_logp")),
                        floats(vector.at("/inputs/ref_logp")),
                        new float[] {1})
                .evaluate(Loss.of(new Kl(importanceWeighted(Estimator.K3))));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/term").get(0).asDouble(), within(1e-5));
        assertThat(result.metrics().get("regularizer/kl"))
                .isCloseTo(vector.at("/expected/k3").get(0).asDouble(), within(1e-5));
    }

    @Test
    void aTokenOutsideTheMaskChangesNothingEvenIfItIsNotANumber() {
        Result result = tokens(
                        new float[] {-1, Float.NaN}, ZEROS, new float[] {-0.8f, Float.POSITIVE_INFINITY}, new float[] {
                            1, 0
                        })
                .evaluate(Loss.of(new Kl(inLoss(Estimator.K3_PLUS))));
        // k3 of d = 0.2 is e^0.2 - 1.2 = 0.021403
        assertThat(result.loss()).isCloseTo(0.0021403, within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(new float[] {-0.02f, 0}, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource(Estimator.class)
    void microBatchesPaddingAndOtherTokensChangeNothing(Estimator estimator) {
        for (KlConfig config : List.of(inLoss(estimator), importanceWeighted(estimator))) {
            LossChecks.microBatchesAndPaddingChangeNothing(THREE, Loss.of(new Kl(config)), 1e-6);
            LossChecks.tokensOutsideTheMaskChangeNothing(THREE, Loss.of(new Kl(config)));
        }
    }

    /** K3_PLUS has the value of K3 and the gradient of K2. */
    @ParameterizedTest
    @EnumSource(value = Estimator.class, names = "K3_PLUS", mode = EnumSource.Mode.EXCLUDE)
    void theGradientIsThatOfFiniteDifferences(Estimator estimator) {
        LossChecks.gradientAgreesWithFiniteDifferences(THREE, Loss.of(new Kl(inLoss(estimator))), 1e-2f, 1e-4);
    }

    @Test
    void theRewardIsChargedTokenByToken() throws IOException {
        JsonNode vector = vector("kl-in-reward");
        ScoredGroup group = group(
                floats(vector.at("/inputs/logp/0")),
                floats(vector.at("/inputs/ref_logp/0")),
                floats(vector.at("/inputs/token_scores/0")),
                new boolean[] {true, true, true});
        List<ScoredGroup> shaped = new Kl(inReward(Estimator.K1)).shape(List.of(group));
        assertThat(shaped.get(0).trajectories().get(0).tokenRewards())
                .containsExactly(floats(vector.at("/expected/token_rewards/0")), within(1e-5f));
    }

    @Test
    void tokensThatThePolicyDidNotWriteAreNotCharged() {
        ScoredGroup group =
                group(new float[] {-1, -1}, new float[] {-2, -2}, new float[] {0, 0}, new boolean[] {true, false});
        List<ScoredGroup> shaped = new Kl(inReward(Estimator.K1)).shape(List.of(group));
        assertThat(shaped.get(0).trajectories().get(0).tokenRewards())
                .containsExactly(new float[] {-0.1f, 0}, within(1e-6f));
    }

    @Test
    void inTheRewardThereIsNoLossButAMetric() {
        Result result = tokens(ZEROS, new float[] {-1, -1}, new float[] {-2, -1}, ALL)
                .evaluate(Loss.of(new Kl(inReward(Estimator.K1))));
        assertThat(result.loss()).isZero();
        assertThat(result.metrics().get("regularizer/kl")).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void eachPlaceAsksForTheStreamsThatItReads() {
        assertThat(new Kl(inLoss(Estimator.K3)).requirements().lossStreams())
                .containsExactly(TokenStream.REFERENCE_LOGPROBS);
        assertThat(new Kl(inReward(Estimator.K1)).requirements().streams())
                .containsExactlyInAnyOrder(TokenStream.REFERENCE_LOGPROBS, TokenStream.OLD_LOGPROBS);
    }

    @Test
    void theCoefficientAdaptsToTheMeasuredDivergenceAndSurvivesAResume() {
        Kl kl = new Kl(adaptive(100));
        kl.shape(Collections.nCopies(
                10, group(new float[] {-1}, new float[] {-1}, new float[] {0}, new boolean[] {true})));
        kl.stepCompleted(Map.of("regularizer/kl", 0.5)); // far above: 0.2 * (1 + 0.2 * 10 / 100)
        assertThat((double) kl.state().get("coefficient")).isCloseTo(0.204, within(1e-9));
        Kl resumed = new Kl(adaptive(100));
        resumed.restore(kl.state());
        assertThat(resumed.state()).isEqualTo(kl.state());
    }

    @Test
    void aStepWithoutUpdatesLeavesTheCoefficientAlone() {
        Kl kl = new Kl(adaptive(100));
        kl.stepCompleted(Map.of());
        assertThat(kl.state()).containsEntry("coefficient", 0.2);
    }

    @Test
    void theCoefficientFollowsItsScheduleAndGoesOnAfterAResume() {
        // from 0.1 to 0.02 over 4 steps; half a cosine at a quarter: (1 + 0.707107) / 2 = 0.853553 of the way is left
        double[] linear = {0.1, 0.08, 0.06, 0.04, 0.02, 0.02};
        double[] cosine = {0.1, 0.0882843, 0.06, 0.0317157, 0.02, 0.02};
        for (KlConfig.Schedule schedule : List.of(KlConfig.Schedule.LINEAR, KlConfig.Schedule.COSINE)) {
            Kl kl = new Kl(scheduled(schedule));
            for (double expected : schedule == KlConfig.Schedule.LINEAR ? linear : cosine) {
                // k2 of d = 1 is 1/2
                Result result = tokens(new float[] {-1}, new float[] {-1}, new float[] {0}, new float[] {1})
                        .evaluate(Loss.of(kl));
                assertThat(result.metrics().get("regularizer/kl_coefficient")).isCloseTo(expected, within(1e-6));
                assertThat(result.loss()).isCloseTo(expected / 2, within(1e-6));
                kl.stepCompleted(Map.of());
                Kl resumed = new Kl(scheduled(schedule));
                resumed.restore(kl.state());
                kl = resumed;
            }
        }
    }

    @Test
    void aScheduleAndATargetExcludeEachOther() {
        assertThatThrownBy(() -> new KlConfig(
                        0.1,
                        Estimator.K2,
                        KlConfig.Place.LOSS,
                        0,
                        0,
                        false,
                        LossAggregation.TOKEN_MEAN,
                        0.1,
                        1000,
                        KlConfig.Schedule.LINEAR,
                        0,
                        10))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("both move kl.coefficient");
    }

    @Test
    void aHorizonThatCouldTurnTheCoefficientNegativeIsRefused() {
        List<ScoredGroup> ten = Collections.nCopies(
                10, group(new float[] {-1}, new float[] {-1}, new float[] {0}, new boolean[] {true}));
        assertThatThrownBy(() -> new Kl(adaptive(2)).shape(ten))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("kl.horizon must exceed a fifth of the samples of a step, 10 / 5, got 2.0");
    }

    @Test
    void aStraightThroughEstimatorInTheRewardIsRefused() {
        assertThatThrownBy(() -> inReward(Estimator.K3_PLUS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set kl.estimator to K3");
    }

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(KlPlugin.class);
    }

    private static ScoredGroup group(float[] old, float[] reference, float[] tokenRewards, boolean[] learned) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        Trajectory trajectory = Trajectory.sampled(
                        prompt, 0, new int[old.length], "", Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(learned)
                .with(TokenStream.OLD_LOGPROBS, old)
                .with(TokenStream.REFERENCE_LOGPROBS, reference);
        return ScoredGroup.of(prompt, List.of(ScoredTrajectory.of(trajectory, 0).withTokenRewards(tokenRewards)));
    }

    /** One response, {@code [T]} each. */
    private static Batch tokens(float[] logprobs, float[] oldLogprobs, float[] refLogprobs, float[] mask) {
        return Batch.whole(
                TokenStream.LOGPROBS,
                Map.of(
                        TokenStream.LOGPROBS, new float[][] {logprobs},
                        TokenStream.OLD_LOGPROBS, new float[][] {oldLogprobs},
                        TokenStream.REFERENCE_LOGPROBS, new float[][] {refLogprobs}),
                new float[][] {mask});
    }
}
