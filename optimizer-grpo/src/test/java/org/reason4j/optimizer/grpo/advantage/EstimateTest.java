package org.reason4j.optimizer.grpo.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.grpo.GmpoConfig;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;

class EstimateTest {

    @ParameterizedTest
    @ValueSource(strings = {"reinforcepp", "reinforcepp-gamma"})
    void reinforcePlusPlusIsReproduced(String id) throws IOException {
        JsonNode vector = vector(id);
        List<ScoredTrajectory> responses =
                Groups.responses(matrix(vector.at("/inputs/token_rewards")), matrix(vector.at("/inputs/mask")));
        Estimate config = reinforcePp(vector.at("/params/gamma").asDouble());
        List<Credit> credits = config.credits(
                responses.stream().map(one -> Groups.of(List.of(one))).toList());
        assertRows(credits, matrix(vector.at("/expected/advantages")));
        float[][] returns = matrix(vector.at("/expected/returns"));
        for (int i = 0; i < returns.length; i++) {
            double[] expected = new double[responses.get(i).trajectory().length()];
            Arrays.setAll(expected, asDoubles(returns[i]));
            assertThat(ReturnsToGo.of(responses.get(i), config.gamma())).containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void theVariantWithABaselineIsReproduced() throws IOException {
        JsonNode vector = vector("reinforcepp-baseline");
        double[] rewards = row(vector.at("/inputs/rewards"));
        float[][] mask = matrix(vector.at("/inputs/mask"));
        ScoredGroup a = Groups.of(List.of(response(rewards[0], mask[0]), response(rewards[1], mask[1])));
        ScoredGroup b = Groups.of(List.of(response(rewards[2], mask[2]), response(rewards[3], mask[3])));
        List<Credit> credits = Estimate.REINFORCE_PP_BASELINE.credits(List.of(a, b));
        assertRows(credits, matrix(vector.at("/expected/advantages")));
    }

    @Test
    void reMaxIsReproduced() throws IOException {
        JsonNode vector = vector("remax");
        List<ScoredTrajectory> responses =
                Groups.responses(matrix(vector.at("/inputs/token_rewards")), matrix(vector.at("/inputs/mask")));
        double[] greedy = row(vector.at("/inputs/greedy_reward"));
        List<Credit> credits = Estimate.REMAX.credits(List.of(
                Groups.withGreedy(greedy[0], responses.get(0)), Groups.withGreedy(greedy[1], responses.get(1))));
        assertRows(credits, matrix(vector.at("/expected/advantages")));
    }

    @Test
    void equalReturnsEverywhereCarryNoSignal() {
        ScoredGroup group = Groups.of(List.of(Groups.response(0.1, 3), Groups.response(0.1, 4)));
        assertThat(reinforcePp(1).credits(List.of(group, group)))
                .allSatisfy(credit -> assertThat(credit.advantages()).containsOnly(0));
    }

    @Test
    void aStepWithOneLearnedTokenCarriesNoSignal() {
        assertThat(reinforcePp(1).credits(List.of(Groups.withRewards(3))).get(0).advantages())
                .containsExactly(0);
        assertThat(reinforcePp(1).credits(List.of())).isEmpty();
    }

    @Test
    void whiteningSpansTheGroupsOfAStep() {
        // group relative 0.5, -0.5 and 0, 0, one token each: mean 0, deviation sqrt(0.5 / 3)
        List<Credit> credits =
                Estimate.REINFORCE_PP_BASELINE.credits(List.of(Groups.withRewards(1, 0), Groups.withRewards(1, 1)));
        assertThat(credits.get(0).advantage(0)).isCloseTo(1.224745f, within(1e-5f));
        assertThat(credits.get(2).advantage(0)).isZero();
    }

    @Test
    void returnsPerTokenAndAGroupBaselineCombine() {
        // rewards 1 and 0.5 with gamma 0.5: returns 0.5, 1 and 0.25, 0.5; mean of the group 0.75
        ScoredGroup group = Groups.of(List.of(Groups.response(1, 2), Groups.response(0.5, 2)));
        Estimate config =
                new Estimate(Returns.TOKEN, 0.5, Baseline.GROUP_MEAN, GroupDeviation.NONE, 0, Singleton.ZERO, false);
        List<Credit> credits = config.credits(List.of(group));
        assertThat(credits.get(0).advantages()).containsExactly(-0.25f, 0.25f);
        assertThat(credits.get(1).advantages()).containsExactly(-0.5f, -0.25f);
    }

    @Test
    void eachBaselineAsksForWhatItNeeds() {
        assertThat(Estimate.DEFAULTS.requirements().minimumGroupSize()).isEqualTo(2);
        assertThat(Estimate.REINFORCE_PP.requirements()).isEqualTo(Requirements.NONE);
        assertThat(Estimate.REINFORCE_PP_BASELINE.requirements().minimumGroupSize())
                .isEqualTo(2);
        assertThat(Estimate.REMAX.requirements().greedyResponse()).isTrue();
        assertThat(Estimate.REMAX.requirements().minimumGroupSize()).isEqualTo(1);
    }

    @Test
    void combinationsWithoutMeaningAreRefused() {
        assertThatThrownBy(() -> new Estimate(
                        Returns.RESPONSE, 0.9, Baseline.NONE, GroupDeviation.NONE, 0, Singleton.ZERO, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set advantage.returns to TOKEN");
        assertThatThrownBy(() -> new Estimate(
                        Returns.RESPONSE, 1, Baseline.GREEDY, GroupDeviation.SAMPLE, 1e-6, Singleton.ZERO, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("would be divided by 0");
        assertThatThrownBy(() -> new Estimate(
                        Returns.TOKEN, 1, Baseline.GROUP_MEAN, GroupDeviation.SAMPLE, 1e-6, Singleton.ZERO, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a deviation of whole rewards");
        assertThatThrownBy(() -> new GmpoConfig(0.4, 0.4, Estimate.REINFORCE_PP))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one advantage, per response");
    }

    private static Estimate reinforcePp(double gamma) {
        return new Estimate(Returns.TOKEN, gamma, Baseline.NONE, GroupDeviation.NONE, 0, Singleton.ZERO, true);
    }

    private static ScoredTrajectory response(double reward, float[] mask) {
        int length = 0;
        for (float m : mask) {
            length += (int) m;
        }
        return Groups.response(reward, length);
    }

    private static IntToDoubleFunction asDoubles(float[] values) {
        return t -> values[t];
    }

    private static void assertRows(List<Credit> credits, float[][] expected) {
        assertThat(credits).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            float[] advantages = credits.get(i).advantages();
            assertThat(advantages).containsExactly(Arrays.copyOf(expected[i], advantages.length), within(1e-5f));
        }
    }
}
