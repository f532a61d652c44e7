package org.reason4j.reward.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.dense.step.Groups.scored;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.plugin.ConfigException;

class PrimeOptimizerTest {

    private static final Offset<Double> CLOSE = within(1e-5);
    private static final boolean[][] ALL = {{true, true}, {true, true}};

    private static PrimeAdvantageConfig config(double gamma, boolean scale) {
        return new PrimeAdvantageConfig(gamma, gamma, scale, 0.2, 0.2, LossAggregation.TOKEN_MEAN);
    }

    private static double[] head(JsonNode values, int length) {
        return Arrays.copyOf(row(values), length);
    }

    @Test
    void everyPartOfTheWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("prime-advantage");
        JsonNode expected = vector.get("expected");
        double[][] rewards = {row(vector.at("/inputs/token_reward/0")), head(vector.at("/inputs/token_reward/1"), 2)};
        double[][] process = PrimeAdvantage.process(rewards);
        double[] outcome = PrimeAdvantage.outcome(row(vector.at("/inputs/accuracy")));
        for (int i = 0; i < 2; i++) {
            int length = rewards[i].length;
            double[] last = PrimeAdvantage.onLast(outcome[i], length);
            double[] returns = PrimeAdvantage.returns(process[i], 1);
            double[] later = PrimeAdvantage.returns(last, 1);
            for (int t = 0; t < length; t++) {
                returns[t] += later[t];
            }
            assertThat(process[i]).containsExactly(head(expected.at("/process_centred/" + i), length), CLOSE);
            assertThat(last).containsExactly(head(expected.at("/outcome_centred/" + i), length), CLOSE);
            assertThat(returns).containsExactly(head(expected.at("/returns/" + i), length), CLOSE);
        }
    }

    @Test
    void theAdvantageOfTheWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("prime-advantage");
        List<Credit> credits = new PrimeOptimizer(PrimeAdvantageConfig.DEFAULTS)
                .credit(List.of(scored(
                        row(vector.at("/inputs/accuracy")),
                        new boolean[][] {{true, true, true}, {true, true, false}},
                        matrix(vector.at("/inputs/token_reward")))));
        float[][] expected = matrix(vector.at("/expected/advantages_masked"));
        for (int i = 0; i < 2; i++) {
            assertThat(credits.get(i).advantages()).containsExactly(expected[i], within(1e-4f));
        }
    }

    @Test
    void weightsOfBothPartsAreThoseOfTheRewards() {
        // both times 5: whitening takes a common factor out
        List<Credit> once = new PrimeOptimizer(config(1, false))
                .credit(List.of(scored(new double[] {1, 0}, ALL, new float[][] {{0.5f, 0}, {0.1f, 0.2f}})));
        List<Credit> fivefold = new PrimeOptimizer(config(1, false))
                .credit(List.of(scored(new double[] {5, 0}, ALL, new float[][] {{2.5f, 0}, {0.5f, 1}})));
        for (int i = 0; i < 2; i++) {
            assertThat(fivefold.get(i).advantages()).containsExactly(once.get(i).advantages(), within(1e-5f));
        }
    }

    @Test
    void aResponseWhoseSiblingsAreGoneKeepsItsRewards() {
        // returns 1 + 0.3 + 0.1 and 1 + 0.1, mean 1.25, deviation 0.212132
        List<Credit> credits = new PrimeOptimizer(config(1, false))
                .credit(List.of(
                        scored(new double[] {1}, new boolean[][] {{true, true}}, new float[][] {{0.3f, 0.1f}})));
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.707107f, -0.707107f}, within(1e-5f));
    }

    @Test
    void tokensThatAreNotLearnedAreSkipped() {
        // as without them: means 0.2 and 0; process 2 * 0.2 - 0.2 = 0.2 and -0.2, outcomes 0
        List<Credit> credits = new PrimeOptimizer(config(0, false))
                .credit(List.of(scored(
                        new double[] {1, 1},
                        new boolean[][] {{true, false}, {false, true}},
                        new float[][] {{0.2f, 9}, {9, 0}})));
        // 0.2 and -0.2: mean 0, sample deviation 0.282843
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.707107f, 0}, within(1e-5f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {0, -0.707107f}, within(1e-5f));
    }

    @Test
    void aResponseWithoutLearnedTokensTakesPartInNothing() {
        List<Credit> credits = new PrimeOptimizer(config(1, false))
                .credit(List.of(scored(
                        new double[] {1, 0, 7}, new boolean[][] {{true}, {true}, {false}}, new float[][] {{0}, {0}, {0}
                        })));
        // outcomes 1 and -1
        assertThat(credits).hasSize(2);
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.707107f}, within(1e-5f));
    }

    @Test
    void scalingMakesTheLargestReturnOne() {
        // token rewards alone: returns 0.3, 0.2 and -0.4, -0.1; divided by 0.4 before they are compared
        float[][] rewards = {{0.1f, 0.2f}, {-0.3f, -0.1f}};
        List<Credit> scaled =
                new PrimeOptimizer(config(1, true)).credit(List.of(scored(new double[] {1, 0}, ALL, rewards)));
        float[][] divided = {{0.25f, 0.5f}, {-0.75f, -0.25f}};
        List<Credit> expected =
                new PrimeOptimizer(config(1, false)).credit(List.of(scored(new double[] {1, 0}, ALL, divided)));
        for (int i = 0; i < 2; i++) {
            assertThat(scaled.get(i).advantages())
                    .containsExactly(expected.get(i).advantages(), within(1e-4f));
        }
    }

    @Test
    void equalResponsesTeachNothing() {
        List<Credit> credits = new PrimeOptimizer(config(1, false))
                .credit(List.of(
                        scored(new double[] {1, 1}, new boolean[][] {{true}, {true}}, new float[][] {{0}, {0}})));
        assertThat(credits.get(0).advantages()).containsExactly(0);
    }

    @Test
    void itComparesAtLeastTwoResponses() {
        assertThat(new PrimeOptimizer(PrimeAdvantageConfig.DEFAULTS)
                        .requirements()
                        .minimumGroupSize())
                .isEqualTo(2);
        assertThatThrownBy(() -> config(1.5, false))
                .isInstanceOf(ConfigException.class)
                .hasMessage("prime.processGamma must be in [0, 1], got 1.5");
    }
}
