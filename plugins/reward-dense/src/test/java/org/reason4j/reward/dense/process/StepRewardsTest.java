package org.reason4j.reward.dense.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepRewardsTest {

    private static final double[] SCORES = {0.5, 0.25, 1};

    @Test
    void theMinFormOfTheWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("pure-min-form");
        double[] scores = row(vector.at("/inputs/step_rewards"));
        double tau = vector.at("/params/temperature").asDouble();
        JsonNode expected = vector.get("expected");
        double[] rewards = StepRewards.of(scores, Form.MIN_FORM, tau);
        assertThat(StepRewards.weights(scores, tau)).containsExactly(row(expected.get("weights")), within(1e-5));
        assertThat(rewards).containsExactly(row(expected.get("reweighted")), within(1e-5));
        assertThat(Arrays.stream(rewards).sum()).isCloseTo(expected.get("sum").asDouble(), within(1e-5));
        assertThat(Arrays.stream(StepRewards.of(scores, Form.MIN, tau)).sum())
                .isEqualTo(expected.get("hard_min").asDouble());
    }

    @Test
    void rewardsOfStepsAddUpToTheFormOfTheirScores() {
        assertThat(StepRewards.of(SCORES, Form.SUM, 1)).containsExactly(0.5, 0.25, 1);
        assertThat(StepRewards.of(SCORES, Form.MEAN, 1))
                .containsExactly(new double[] {0.5 / 3, 0.25 / 3, 1.0 / 3}, within(1e-12));
        assertThat(StepRewards.of(SCORES, Form.MIN, 1)).containsExactly(0, 0.25, 0);
        assertThat(StepRewards.of(SCORES, Form.LAST, 1)).containsExactly(0, 0, 1);
        // products 0.5, 0.125, 0.125
        assertThat(StepRewards.of(SCORES, Form.PRODUCT, 1)).containsExactly(0.5, -0.375, 0);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aSingleStepHasItsScore(Form form) {
        assertThat(StepRewards.of(new double[] {-0.3}, form, 0.1)).containsExactly(-0.3);
    }

    @Test
    void aTinyTemperatureAndFarScoresStayFinite() {
        assertThat(StepRewards.of(new double[] {1000, -1000}, Form.MIN_FORM, 1e-6))
                .containsExactly(0, -1000);
        assertThat(StepRewards.of(new double[] {0.5, 0.5}, Form.MIN_FORM, 1e-6)).containsExactly(0.25, 0.25);
    }

    @Test
    void ofEqualScoresTheFirstIsTheWorst() {
        assertThat(StepRewards.of(new double[] {0.5, 0.2, 0.2}, Form.MIN, 1)).containsExactly(0, 0.2, 0);
    }
}
