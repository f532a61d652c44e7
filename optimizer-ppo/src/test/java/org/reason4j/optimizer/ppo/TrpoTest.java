package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.ppo.Trajectories.group;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.optimizer.ppo.Trajectories.scored;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.optimizer.ppo.TrpoConfig.Advantage;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;
import org.reason4j.testkit.RecordedMetrics;

class TrpoTest {

    private static final Offset<Double> CLOSE = within(2e-6);
    private static final Trpo CRITIC = trpo(Advantage.GAE);
    private static final Trpo GROUP = trpo(Advantage.GROUP);

    /** Log-ratios 0.1, -0.1, 0.5 with A = 1 and 1.5 with A = -0.5. */
    private static final Batch FOUR = Batch.policy(
            new float[][] {{-1.0f, -0.5f, -2.0f}, {-0.7f, 7, 7}, {7, 7, 7}},
            new float[][] {{-1.1f, -0.4f, -2.5f}, {-2.2f, 8, 8}, {8, 8, 8}},
            new float[][] {{1, 1, 1}, {-0.5f, 9, 9}, {9, 9, 9}},
            new float[][] {{1, 1, 1}, {1, 0, 0}, {0, 0, 0}});

    @Test
    void theSurrogateIsTheMeanOfRatioTimesAdvantage() {
        // -(1.105171 + 0.904837 + 1.648721 - 0.5 * 4.481689) / 4
        assertThat(FOUR.evaluate(loss(CRITIC)).loss()).isCloseTo(-0.354471, CLOSE);
    }

    @Test
    void theDivergenceIsTheMeanOfK3() {
        // (0.005171 + 0.004837 + 0.148721 + 1.981689) / 4
        assertThat(FOUR.evaluate((batch, leaf) -> Divergence.k3(batch)).loss()).isCloseTo(0.535105, CLOSE);
        // (0.01 + 0.01 + 0.25 + 2.25) / 4
        assertThat(FOUR.evaluate((batch, leaf) -> Divergence.squaredSpread(batch))
                        .loss())
                .isCloseTo(0.63, CLOSE);
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        List<Loss> losses = List.of(
                loss(CRITIC), (batch, leaf) -> Divergence.k3(batch), (batch, leaf) -> Divergence.squaredSpread(batch));
        for (Loss loss : losses) {
            LossChecks.gradientAgreesWithFiniteDifferences(FOUR, loss, 1e-2f, 1e-4);
        }
    }

    @Test
    void microBatchesPaddingAndOtherTokensChangeNothing() {
        List<Loss> losses = List.of(loss(CRITIC), (batch, leaf) -> Divergence.k3(batch));
        for (Loss loss : losses) {
            LossChecks.microBatchesAndPaddingChangeNothing(FOUR, loss, 2e-6);
            LossChecks.tokensOutsideTheMaskChangeNothing(FOUR, loss);
        }
    }

    @Test
    void anEnormousRatioStaysFinite() {
        Result result = Batch.policy(
                        new float[][] {{0}}, new float[][] {{-500}}, new float[][] {{1}}, new float[][] {{1}})
                .evaluate((batch, leaf) -> CRITIC.loss(batch).add(Divergence.k3(batch)));
        assertThat(result.loss()).isFinite();
    }

    @Test
    void oldLogprobsHaveToBeThereBeforeTheWeightsMove() {
        assertThat(CRITIC.requirements())
                .isEqualTo(Requirements.streams(TokenStream.OLD_LOGPROBS, TokenStream.VALUES)
                        .withSingleUpdate());
        assertThat(GROUP.requirements())
                .isEqualTo(Requirements.streams(TokenStream.OLD_LOGPROBS)
                        .withSingleUpdate()
                        .groupsOf(2));
    }

    @Test
    void onlyCreditByACriticHasACritic() {
        assertThat(CRITIC.models()).hasSize(1);
        assertThat(GROUP.models()).isEmpty();
    }

    @Test
    void groupCreditComparesSiblings() {
        List<Credit> credits = GROUP.credit(List.of(
                group(scored(0, mask("11"), new float[2], 1), scored(1, mask("1"), new float[1], 0)),
                group(scored(0, mask("1"), new float[1], 1), scored(1, mask("1"), new float[1], 1))));
        // mean 0.5, sample deviation 0.707107
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.707106f, 0.707106f}, within(2e-6f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {-0.707106f}, within(2e-6f));
        assertThat(credits.get(2).advantages()).containsExactly(0);
        assertThat(credits.get(3).advantages()).containsExactly(0);
    }

    @Test
    void criticCreditCarriesReturns() {
        List<Credit> credits = CRITIC.credit(List.of(group(scored(0, mask("11"), new float[] {0.25f, 0.5f}, 1))));
        assertThat(credits.get(0).trajectory().stream(Critic.RETURNS)).containsExactly(1, 1);
    }

    private static Loss loss(Trpo trpo) {
        return (batch, leaf) -> trpo.loss(batch);
    }

    private static Trpo trpo(Advantage advantage) {
        TrpoConfig d = TrpoConfig.DEFAULTS;
        return new Trpo(
                new TrpoConfig(
                        d.delta(),
                        d.damping(),
                        d.cgIterations(),
                        d.cgTolerance(),
                        d.backtracks(),
                        d.backtrackFactor(),
                        d.fisherSpread(),
                        d.maxResidual(),
                        advantage,
                        d.gae(),
                        d.critic()),
                new RecordedMetrics());
    }
}
