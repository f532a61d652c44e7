package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.ppo.Trajectories.group;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.optimizer.ppo.Trajectories.scored;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.ppo.Batch.Result;
import org.reason4j.optimizer.ppo.Trajectories.Noted;
import org.reason4j.optimizer.ppo.TrpoConfig.Advantage;

class TrpoTest {

    private static final Offset<Double> CLOSE = within(2e-6);
    private static final Trpo CRITIC = trpo(Advantage.GAE);
    private static final Trpo GROUP = trpo(Advantage.GROUP);

    /** Log-ratios 0.1, -0.1, 0.5 with A = 1 and 1.5 with A = -0.5. */
    private static final Batch FOUR = Batch.whole(
            new float[][] {{-1.0f, -0.5f, -2.0f}, {-0.7f, 7, 7}, {7, 7, 7}},
            Map.of(
                    Stream.OLD_LOGPROBS, new float[][] {{-1.1f, -0.4f, -2.5f}, {-2.2f, 8, 8}, {8, 8, 8}},
                    Stream.ADVANTAGES, new float[][] {{1, 1, 1}, {-0.5f, 9, 9}, {9, 9, 9}}),
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
        List<BiFunction<TokenBatch, NDArray, NDArray>> losses = List.of(
                loss(CRITIC), (batch, leaf) -> Divergence.k3(batch), (batch, leaf) -> Divergence.squaredSpread(batch));
        for (BiFunction<TokenBatch, NDArray, NDArray> loss : losses) {
            float[][] gradient = FOUR.evaluate(loss).gradient();
            for (int i = 0; i < 2; i++) {
                for (int t = 0; t < 3; t++) {
                    assertThat((double) gradient[i][t])
                            .as("token %s of response %s", t, i)
                            .isCloseTo(FOUR.slope(loss, i, t, 1e-2f), within(1e-4));
                }
            }
        }
    }

    @Test
    void sharesOfMicroBatchesAddUpHoweverTheyAreSplitAndPadded() {
        List<BiFunction<TokenBatch, NDArray, NDArray>> losses =
                List.of(loss(CRITIC), (batch, leaf) -> Divergence.k3(batch));
        for (BiFunction<TokenBatch, NDArray, NDArray> loss : losses) {
            Result whole = FOUR.evaluate(loss);
            for (List<Batch> split : FOUR.splits()) {
                List<Result> shares =
                        split.stream().map(batch -> batch.evaluate(loss)).toList();
                assertThat(shares.stream().mapToDouble(Result::loss).sum()).isCloseTo(whole.loss(), CLOSE);
                assertThat((double) shares.get(0).gradient()[0][1]).isCloseTo(whole.gradient()[0][1], CLOSE);
            }
        }
    }

    @Test
    void anEnormousRatioStaysFinite() {
        Result result = Batch.whole(
                        new float[][] {{0}},
                        Map.of(
                                Stream.OLD_LOGPROBS, new float[][] {{-500}},
                                Stream.ADVANTAGES, new float[][] {{1}}),
                        new float[][] {{1}})
                .evaluate((batch, leaf) -> CRITIC.loss(batch).add(Divergence.k3(batch)));
        assertThat(result.loss()).isFinite();
    }

    @Test
    void oldLogprobsHaveToBeThereBeforeTheWeightsMove() {
        assertThat(CRITIC.requirements())
                .isEqualTo(
                        Requirements.streams(Stream.OLD_LOGPROBS, Stream.VALUES).withSingleUpdate());
        assertThat(GROUP.requirements())
                .isEqualTo(Requirements.streams(Stream.OLD_LOGPROBS)
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

    private static BiFunction<TokenBatch, NDArray, NDArray> loss(Trpo trpo) {
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
                        advantage,
                        d.gae(),
                        d.critic()),
                new Noted());
    }
}
