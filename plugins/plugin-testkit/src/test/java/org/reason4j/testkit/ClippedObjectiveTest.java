package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Batch.Result;

class ClippedObjectiveTest {

    private static final ClippedObjective OBJECTIVE = ClippedObjective.of(0.2, 0.2, LossAggregation.TOKEN_MEAN);
    private static final Loss LOSS = (batch, leaf) -> OBJECTIVE.loss(batch);

    private static Batch example() throws IOException {
        JsonNode inputs = vector("ppo-clip").get("inputs");
        return Batch.policy(
                matrix(inputs.get("logp")),
                matrix(inputs.get("old_logp")),
                matrix(inputs.get("advantages")),
                matrix(inputs.get("mask")));
    }

    @Test
    void lossAndGradientOfTheWorkedExampleAreReproduced() throws IOException {
        Result result = example().evaluate(LOSS);
        assertThat(result.loss())
                .isCloseTo(vector("ppo-clip").at("/expected/loss").asDouble(), within(1e-5));
        float[][] expected = matrix(vector("ppo-clip").at("/expected/dloss_dlogp"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(expected[i], within(1e-5f));
        }
        assertThat(result.metrics().get("policy/clip_fraction_high")).isCloseTo(1 / 7.0, within(1e-6));
        assertThat(result.metrics().get("policy/clip_fraction_low")).isCloseTo(1 / 7.0, within(1e-6));
    }

    @Test
    void theGradientIsThatOfFiniteDifferences() throws IOException {
        LossChecks.gradientAgreesWithFiniteDifferences(example(), LOSS, 1e-2f, 1e-4);
    }

    @Test
    void microBatchesPaddingAndOtherTokensChangeNothing() throws IOException {
        LossChecks.microBatchesAndPaddingChangeNothing(example(), LOSS, 1e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(example(), LOSS);
    }

    @Test
    void aTokenOutsideTheMaskChangesNothingEvenIfItIsNotANumber() {
        // ratio 1, A = 2: loss -2 and gradient -2
        Result result = Batch.policy(
                        new float[][] {{-1, Float.NaN}},
                        new float[][] {{-1, Float.NEGATIVE_INFINITY}},
                        new float[][] {{2, 5}},
                        new float[][] {{1, 0}})
                .evaluate(LOSS);
        assertThat(result.loss()).isCloseTo(-2, within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(-2, 0);
    }

    @Test
    void boundsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> ClippedSurrogate.validate("prime", 1, 0.2))
                .isInstanceOf(ConfigException.class)
                .hasMessage("prime.clipLow must be in (0, 1), got 1.0");
        assertThatThrownBy(() -> ClippedSurrogate.validate("prime", 0.2, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("prime.clipHigh must be positive, got 0.0");
    }
}
