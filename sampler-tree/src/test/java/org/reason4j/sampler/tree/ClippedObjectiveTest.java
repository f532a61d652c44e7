package org.reason4j.sampler.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Vectors.matrix;
import static org.reason4j.sampler.tree.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Stream;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.sampler.tree.Batch.Result;

class ClippedObjectiveTest {

    private static final ClippedObjective OBJECTIVE = new ClippedObjective(0.2, 0.2, LossAggregation.TOKEN_MEAN);

    private static Result evaluate(Batch batch) {
        return batch.evaluate((tokens, leaf) -> OBJECTIVE.loss(tokens));
    }

    private static Batch example() throws IOException {
        JsonNode inputs = vector("ppo-clip").get("inputs");
        return Batch.whole(
                matrix(inputs.get("logp")),
                matrix(inputs.get("mask")),
                Map.of(
                        Stream.OLD_LOGPROBS, matrix(inputs.get("old_logp")),
                        Stream.ADVANTAGES, matrix(inputs.get("advantages"))));
    }

    @Test
    void lossAndGradientOfTheWorkedExampleAreReproduced() throws IOException {
        Result result = evaluate(example());
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
        Batch batch = example();
        float[][] gradient = evaluate(batch).gradient();
        for (int i = 0; i < 2; i++) {
            for (int t = 0; t < 4; t++) {
                double up = evaluate(batch.nudged(i, t, 1e-2f)).loss();
                double down = evaluate(batch.nudged(i, t, -1e-2f)).loss();
                assertThat((up - down) / 2e-2).isCloseTo(gradient[i][t], within(1e-3));
            }
        }
    }

    @Test
    void microBatchesAndPaddingChangeNothing() throws IOException {
        Batch batch = example();
        Result first = evaluate(batch.rows(0, 1, 4));
        Result second = evaluate(batch.rows(1, 2, 7));
        Result whole = evaluate(batch);
        assertThat(first.loss() + second.loss()).isCloseTo(whole.loss(), within(1e-6));
        assertThat(first.gradient()[0]).containsExactly(whole.gradient()[0], within(1e-6f));
        assertThat(second.gradient()[0]).containsExactly(Arrays.copyOf(whole.gradient()[1], 7), within(1e-6f));
    }

    @Test
    void aTokenOutsideTheMaskChangesNothingEvenIfItIsNotANumber() {
        // ratio 1, A = 2: loss -2 and gradient -2
        Result result = evaluate(Batch.whole(
                new float[][] {{-1, Float.NaN}},
                new float[][] {{1, 0}},
                Map.of(
                        Stream.OLD_LOGPROBS, new float[][] {{-1, Float.NEGATIVE_INFINITY}},
                        Stream.ADVANTAGES, new float[][] {{2, 5}})));
        assertThat(result.loss()).isCloseTo(-2, within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(-2, 0);
    }

    @Test
    void boundsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> ClippedSurrogate.validate("treerl", 1, 0.2))
                .isInstanceOf(ConfigException.class)
                .hasMessage("treerl.clipLow must be in (0, 1), got 1.0");
        assertThatThrownBy(() -> ClippedSurrogate.validate("treerl", 0.2, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("treerl.clipHigh must be positive, got 0.0");
    }
}
