package org.reason4j.reward.dense.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class StepModelTest {

    private static final Loss LOSS = Loss.of(new StepModel(McStepLabelRewardTest.LEARNING));

    /** Two responses, the first with two judged steps, the second with one. */
    private static Batch batch(float outsideTheMask) {
        return Batch.ofOutput(
                new float[][] {{9, 0, 2}, {-1, 5, outsideTheMask}},
                Map.of(
                        StepModel.TARGETS, new float[][] {{0, 0.25f, 1}, {0, 0, 0}},
                        StepModel.WEIGHTS, new float[][] {{0, 0.5f, 0.5f}, {1, 0, 0}}),
                new float[][] {{1, 1, 1}, {1, 1, 0}});
    }

    @Test
    void theLossIsTheCrossEntropyOfStepsWithTheirLabels() {
        // softplus(v) - v y: at v = 0 ln 2 = 0.693147; at v = 2, y = 1: ln(1 + e^2) - 2 = 0.126928; at v = -1, y = 0:
        // ln(1 + e^-1) = 0.313262; (0.5 * (0.693147 + 0.126928) + 0.313262) / 2
        Batch.Result result = batch(0).evaluate(LOSS);
        assertThat(result.loss()).isCloseTo(0.361650, within(1e-5));
        // weight (sigmoid(v) - y) / 2: 0.25 (0.5 - 0.25), 0.25 (0.880797 - 1), 0.5 * 0.268941
        assertThat(result.gradient()[0]).containsExactly(new float[] {0, 0.0625f, -0.029801f}, within(1e-5f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0.134471f, 0, 0}, within(1e-5f));
        // v = 0 says no, as 0.25 does; v = 2 yes, as 1 does; v = -1 no, as 0 does
        assertThat(result.metrics().get("step-model/accuracy")).isCloseTo(1, within(1e-6));
    }

    @Test
    void microBatchesAndTokensOutsideTheMaskChangeNothing() {
        LossChecks.microBatchesChangeNothing(batch(0), LOSS, new int[] {1}, 1e-6);
        assertThat(batch(100).evaluate(LOSS).loss())
                .isEqualTo(batch(0).evaluate(LOSS).loss());
    }
}
