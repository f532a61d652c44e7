package org.reason4j.reward.dense.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.texts;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.reward.dense.turn.GigpoConfig.Anchor;

class GigpoTest {

    private static List<Credit> credit(Anchor anchor, String[] texts, double[] outcomes, float[][] rewards) {
        GigpoConfig config = new GigpoConfig(0.95, 1, anchor, false, 0.2, 0.2, LossAggregation.TOKEN_MEAN);
        return new Gigpo(config).credit(List.of(TurnGroups.group(texts, outcomes, rewards)));
    }

    @Test
    void everyPartOfTheWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("gigpo");
        double[][] returns = new double[2][];
        for (int i = 0; i < 2; i++) {
            returns[i] = AnchorAdvantage.returns(row(vector.at("/inputs/step_rewards/" + i)), 0.95);
            assertThat(returns[i]).containsExactly(row(vector.at("/expected/step_return/" + i)), within(1e-5));
        }
        List<List<String>> anchors = List.of(
                texts(vector.at("/inputs/anchor_observation/0")), texts(vector.at("/inputs/anchor_observation/1")));
        double[][] steps = AnchorAdvantage.of(anchors, returns, TurnAdvantage::centred);
        assertThat(TurnAdvantage.centred(1, 0)).containsExactly(row(vector.at("/expected/episode_adv")), within(1e-5));
        for (int i = 0; i < 2; i++) {
            assertThat(steps[i]).containsExactly(row(vector.at("/expected/step_adv/" + i)), within(1e-5));
        }
    }

    @Test
    void theAdvantagesOfTheWorkedExampleAreReproduced() throws IOException {
        // three turns of one letter; both environments say 1, then 2 and 3
        float[][] expected = matrix(vector("gigpo").at("/expected/advantages"));
        List<Credit> credits =
                credit(Anchor.OBSERVATION, new String[] {"a1b2c", "a1b3c"}, new double[] {1, 0}, new float[2][5]);
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 3; k++) {
                assertThat(credits.get(i).advantage(2 * k)).isCloseTo(expected[i][k], within(1e-5f));
            }
            assertThat(credits.get(i).advantage(1)).isZero();
        }
    }

    @Test
    void anAnchorMayBeTheWholeResponseSoFar() {
        // the first turns differ, so the second ones are compared by what the environment said last only
        String[] texts = {"a1b", "c1d"};
        double[] outcomes = {1, 0};
        assertThat(credit(Anchor.OBSERVATION, texts, outcomes, new float[2][3])
                        .get(0)
                        .advantages())
                .containsExactly(new float[] {0.5f + 0.475f, 0, 0.5f + 0.5f}, within(1e-6f));
        assertThat(credit(Anchor.HISTORY, texts, outcomes, new float[2][3])
                        .get(0)
                        .advantages())
                .containsExactly(new float[] {0.5f + 0.475f, 0, 0.5f}, within(1e-6f));
    }

    @Test
    void rewardsOfTurnsCountFromTheirTurnOn() {
        // the first turn of the first response brings 0.4; returns 0.4 and 0, then none
        List<Credit> credits =
                credit(Anchor.OBSERVATION, new String[] {"a1b", "a1b"}, new double[] {0, 0}, new float[][] {
                    {0.4f, 0, 0}, {0, 0, 0}
                });
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.2f + 0.2f, 0, 0.2f}, within(1e-6f));
    }

    @Test
    void aStateOfOneTurnSaysNothingAboutIt() {
        double[][] steps =
                AnchorAdvantage.of(List.of(List.of("a", "b")), new double[][] {{0.5, 1}}, TurnAdvantage::centred);
        assertThat(steps[0]).containsExactly(0, 0);
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new GigpoConfig(0, 1, Anchor.HISTORY, false, 0.2, 0.2, LossAggregation.TOKEN_MEAN))
                .hasMessage("gigpo.gamma must be in (0, 1], got 0.0");
    }
}
