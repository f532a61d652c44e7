package org.reason4j.reward.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StepAdvantageTest {

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("vineppo");
        double[] advantages = StepAdvantage.of(
                row(vector.at("/inputs/mc_values_at_step_start")),
                3,
                vector.at("/inputs/final_reward").asDouble());
        assertThat(advantages).containsExactly(row(vector.at("/expected/step_adv")), within(1e-6));
        float[] tokens = StepAdvantage.perToken(advantages, new int[] {0, 2, 5}, 6);
        double[] expected = row(vector.at("/expected/token_adv"));
        for (int t = 0; t < tokens.length; t++) {
            assertThat((double) tokens[t]).isCloseTo(expected[t], within(1e-6));
        }
    }

    @Test
    void stepsWithoutAValueComeToWhatTheResponseComesTo() {
        // V = 0.25, 0.5, then the outcome 1: 0.25, 0.5, 0 and 1 + 0 - 1
        assertThat(StepAdvantage.of(new double[] {0.25, 0.5}, 4, 1)).containsExactly(0.25, 0.5, 0, 0);
    }

    @Test
    void aSingleStepIsAsGoodAsItsOutcomeIsBetterThanExpected() {
        assertThat(StepAdvantage.of(new double[] {0.25}, 1, 1)).containsExactly(0.75);
    }

    @Test
    void advantagesAddUpToTheOutcomeLessTheFirstValue() {
        double[] advantages = StepAdvantage.of(new double[] {0.3, 0.9, 0.1}, 3, 1);
        assertThat(advantages[0] + advantages[1] + advantages[2]).isCloseTo(0.7, within(1e-12));
    }
}
