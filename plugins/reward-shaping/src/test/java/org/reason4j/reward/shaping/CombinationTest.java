package org.reason4j.reward.shaping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.shaping.Groups.scored;
import static org.reason4j.reward.shaping.Groups.values;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.testkit.RecordedMetrics;

/** Rewards that are combined: gates, scales, and a reward model in the frame of a verifier. */
class CombinationTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void aGatedRewardCountsOnlyWhereTheOtherIsEarned() {
        // right and short: 1 + 0.5 * 0.4; wrong and short: nothing is added
        Gate gate = new Gate(new Gate.Config("right", 0, List.of("short"), 0.5), metrics);
        ScoredGroup group =
                Groups.of(scored(0, values("right", 1, "short", 0.4)), scored(1, values("right", 0, "short", 0.4)));
        assertThat(gate.shape(List.of(group)).get(0).rewards()).containsExactly(1.2, 0);
        assertThat(metrics.of("gate/passed")).isEqualTo(0.5);
        assertThat(gate.requirements()).isEqualTo(Requirements.rewards("right", "short"));
    }

    @Test
    void aGatePassesRewardsOnTokensToo() {
        ScoredTrajectory right = scored(0, values("right", 1, "progress", 0))
                .withScores(Map.of("right", Score.of(1), "progress", Score.dense(0.25, new float[] {0.5f, -1})));
        Gate gate = new Gate(new Gate.Config("", 0, List.of("progress"), 2), metrics);
        ScoredTrajectory opened =
                gate.shape(List.of(Groups.of(right))).get(0).trajectories().get(0);
        assertThat(opened.outcome()).isEqualTo(1.5);
        assertThat(opened.tokenRewards()).containsExactly(1, -2);
    }

    @Test
    void aGateThatAddsNothingIsRefused() {
        assertThatThrownBy(() -> new Gate.Config("right", 0, List.of(), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage("gate.rewards must name the rewards that are added, got []");
    }

    @Test
    void aRewardWithoutAValueIsNoZero() {
        Gate gate = new Gate(new Gate.Config("right", 0, List.of("short"), 1), metrics);
        ScoredTrajectory unknown = scored(0, Map.of("right", 1.0))
                .withScores(Map.of("right", Score.of(1), "short", Score.unscorable("no tokens")));
        assertThatThrownBy(() -> gate.shape(List.of(Groups.of(unknown))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("has no value of the reward 'short', found Unscorable[reason=no tokens]");
    }

    @Test
    void theFirstStepIsNormalisedByItsOwnStatistics() {
        // 0 and 2: mean 1, deviation 1
        RunningNorm norm = new RunningNorm(norm("", 0.5, 0), metrics);
        assertThat(norm.shape(List.of(Groups.rewarded(0, 2))).get(0).rewards())
                .containsExactly(new double[] {-1, 1}, within(1e-5));
    }

    @Test
    void statisticsRunOverSteps() {
        // means 1 and 4, squares 2 and 16, shares 1/3 and 2/3: mean 3, variance 34/3 - 9 = 7/3; (4 - 3) / 1.527525
        RunningNorm norm = new RunningNorm(norm("", 0.5, 0), metrics);
        norm.shape(List.of(Groups.rewarded(0, 2)));
        assertThat(norm.shape(List.of(Groups.rewarded(4, 4))).get(0).rewards())
                .containsExactly(new double[] {0.654654, 0.654654}, within(1e-5));
        assertThat(metrics.means().get("running_norm/mean")).containsExactly(1.0, 3.0);
    }

    @Test
    void statisticsSurviveARestart() {
        RunningNorm first = new RunningNorm(norm("", 0.9, 0), metrics);
        first.shape(List.of(Groups.rewarded(0, 2, 5)));
        RunningNorm second = new RunningNorm(norm("", 0.9, 0), metrics);
        second.restore(first.state());
        ScoredGroup next = Groups.rewarded(1, 7);
        assertThat(second.shape(List.of(next)).get(0).rewards())
                .isEqualTo(first.shape(List.of(next)).get(0).rewards());
    }

    @Test
    void aStateWithoutItsNumbersIsRefused() {
        assertThatThrownBy(() -> new RunningNorm(norm("", 0.9, 0), metrics).restore(Map.of("mean", 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'running-norm' has no number 'square'");
    }

    @Test
    void aNamedRewardIsAddedOnceItIsNormalisedAndBounded() {
        // 0, 0, 0, 8: mean 2, deviation sqrt(12) = 3.4641; (8 - 2) / 3.4641 = 1.732, bounded to 1.5, times 2
        RunningNorm norm = new RunningNorm(new RunningNorm.Config("model", 2, 0.99, 1e-6, true, 1.5), metrics);
        ScoredGroup group = Groups.of(
                scored(0, values("right", 1, "model", 0)),
                scored(1, values("right", 0, "model", 0)),
                scored(2, values("right", 0, "model", 0)),
                scored(3, values("right", 1, "model", 8)));
        assertThat(norm.shape(List.of(group)).get(0).rewards())
                .containsExactly(new double[] {1 - 1.154701, -1.154701, -1.154701, 4}, within(1e-5));
        assertThat(norm.requirements()).isEqualTo(Requirements.rewards("model"));
    }

    @Test
    void rewardsOnTokensKeepTheirShareOfTheNormalisedReward() {
        // whole rewards 0 and 2, deviation 1: tokens as they were, and the outcome makes up for the mean
        ScoredTrajectory dense =
                Groups.response(1, 0.5, 2, org.reason4j.api.data.Finish.STOP).withTokenRewards(new float[] {1, 0.5f});
        ScoredTrajectory shaped = new RunningNorm(norm("", 0.5, 0), metrics)
                .shape(List.of(Groups.of(Groups.rewarded(0).trajectories().get(0), dense)))
                .get(0)
                .trajectories()
                .get(1);
        assertThat(shaped.reward()).isCloseTo(1, within(1e-5));
        assertThat(shaped.tokenReward(0)).isCloseTo(1, within(1e-5f));
    }

    private static RunningNorm.Config norm(String reward, double decay, double clip) {
        return new RunningNorm.Config(reward, 1, decay, 1e-6, true, clip);
    }

    @Test
    void theWorkedExampleOfGdpoIsReproduced() throws IOException {
        JsonNode vector = vector("gdpo");
        ScoredTrajectory[] responses = new ScoredTrajectory[4];
        for (int i = 0; i < responses.length; i++) {
            double[] rewards = row(vector.at("/inputs/rewards_per_function").get(i));
            responses[i] = scored(i, values("one", rewards[0], "other", rewards[1]));
        }
        List<ScoredGroup> step = List.of(Groups.of(responses));
        Map<String, Double> alike = Map.of("one", 1.0, "other", 1.0);
        assertThat(new Gdpo(new Gdpo.Config(alike, 1e-4, false))
                        .shape(step)
                        .get(0)
                        .rewards())
                .containsExactly(row(vector.at("/expected/summed")), within(1e-5));
        assertThat(new Gdpo(Gdpo.Config.DEFAULTS).shape(step).get(0).rewards())
                .containsExactly(row(vector.at("/expected/advantages")), within(1e-5));
    }

    @Test
    void theWorkedExampleOfTheShapedRewardModelIsReproduced() throws IOException {
        JsonNode vector = vector("qwen-math-shaping");
        double[] scores = row(vector.at("/inputs/rm_score"));
        double[] verdicts = row(vector.at("/inputs/verifier"));
        ScoredTrajectory[] responses = new ScoredTrajectory[scores.length];
        for (int i = 0; i < responses.length; i++) {
            responses[i] = scored(i, values("verifier", verdicts[i], "reward-model", scores[i]));
        }
        RmShaped shaper = new RmShaped(RmShaped.Config.DEFAULTS, metrics);
        assertThat(vector.at("/params/alpha").asDouble()).isEqualTo(RmShaped.Config.DEFAULTS.alpha());
        assertThat(shaper.shape(List.of(Groups.of(responses))).get(0).rewards())
                .containsExactly(row(vector.at("/expected/reward")), within(1e-5));
        // of the pairs (2, 0) and (-1, 0) the model prefers the wrong response of the second
        assertThat(metrics.of("rm_shaped/inversions")).isEqualTo(0.5);
    }

    @Test
    void anyRightResponseBeatsAnyWrongOne() {
        assertThat(RmShaped.of(-1e6, true, 0.5)).isBetween(0.0, 1e-9);
        assertThat(RmShaped.of(1e6, false, 0.5)).isBetween(-1e-9, 0.0);
        assertThat(RmShaped.of(-20, true, 0.5)).isGreaterThan(RmShaped.of(20, false, 0.5));
    }
}
