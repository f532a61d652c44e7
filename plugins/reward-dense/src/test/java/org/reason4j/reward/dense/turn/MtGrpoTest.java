package org.reason4j.reward.dense.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;

class MtGrpoTest {

    private static List<Credit> credit(String[] texts, double[] outcomes, float[][] rewards) {
        return new MtGrpo(MtGrpoConfig.DEFAULTS).credit(List.of(TurnGroups.group(texts, outcomes, rewards)));
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("mt-grpo");
        double[] outcomes = row(vector.at("/inputs/outcome_reward"));
        double[] turns = row(vector.at("/inputs/turn_reward"));
        assertThat(TurnAdvantage.standardized(outcomes))
                .containsExactly(row(vector.at("/expected/adv_outcome")), within(1e-5));
        assertThat(TurnAdvantage.standardized(turns))
                .containsExactly(row(vector.at("/expected/adv_turn")), within(1e-5));
        // two tokens, then two after the environment's answer; one token, then three
        List<Credit> credits = credit(new String[] {"ab1cd", "a1bcd"}, outcomes, new float[][] {
            {0, (float) turns[0], 0, 0, 0}, {(float) turns[1], 0, 0, 0, 0}
        });
        float[][] expected = matrix(vector.at("/expected/token_adv"));
        int[][] places = {{0, 1, 3, 4}, {0, 2, 3, 4}};
        for (int i = 0; i < 2; i++) {
            for (int t = 0; t < 4; t++) {
                assertThat(credits.get(i).advantage(places[i][t])).isCloseTo(expected[i][t], within(1e-5f));
            }
        }
    }

    @Test
    void whereTheEnvironmentSaysNothingAllTokensGetTheSum() {
        // outcomes and turns both 0.707107 / 0.707207 of a deviation apart: 1.999717 / sqrt 2
        List<Credit> credits = credit(new String[] {"ab", "cd"}, new double[] {1, 0}, new float[][] {{1, 0}, {0, 0}});
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {1.414014f, 1.414014f}, within(1e-5f));
    }

    @Test
    void equalRewardsTeachNothing() {
        List<Credit> credits =
                credit(new String[] {"a1b", "cd"}, new double[] {0.1, 0.1}, new float[][] {{0.2f, 0, 0}, {0.2f, 0}});
        assertThat(credits.get(0).advantages()).containsExactly(0, 0, 0);
        assertThat(credits.get(1).advantages()).containsExactly(0, 0);
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new MtGrpoConfig(-1, 0.2, 0.2, MtGrpoConfig.DEFAULTS.aggregation()))
                .hasMessage("mt-grpo.turnWeight must be at least 0, got -1.0");
    }
}
