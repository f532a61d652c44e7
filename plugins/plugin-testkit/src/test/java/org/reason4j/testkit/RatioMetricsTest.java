package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;

class RatioMetricsTest {

    private static final Offset<Double> CLOSE = within(1e-6);
    private static final float LN2 = (float) Math.log(2);

    /** Ratios 0.5, 2, 0.5, 2 with advantages -1, 1, 1, -1, then one token outside the mask. */
    private static final Batch EXAMPLE = Batch.policy(
            new float[][] {{-LN2, 0, -LN2, 0, 7}},
            new float[][] {{0, -LN2, 0, -LN2, Float.NEGATIVE_INFINITY}},
            new float[][] {{-1, 1, 1, -1, -1}},
            new float[][] {{1, 1, 1, 1, 0}});

    private static Map<String, Double> metrics(Consumer<RatioMetrics> report) {
        return EXAMPLE.evaluate((batch, leaf) -> {
                    NDArray logRatio = batch.learned(batch.logprobs().sub(batch.oldLogprobs()));
                    report.accept(RatioMetrics.of(batch, logRatio.exp(), batch.learned(batch.advantages())));
                    return batch.tokenMean(leaf);
                })
                .metrics();
    }

    @Test
    void theRatioAndTheDistanceFromTheOldPolicyAreMeansOverLearnedTokens() {
        Map<String, Double> metrics = metrics(none -> {});
        assertThat(metrics).containsOnlyKeys("policy/ratio_mean", "policy/kl_old");
        assertThat(metrics.get("policy/ratio_mean")).isCloseTo(1.25, CLOSE); // (0.5 + 2 + 0.5 + 2) / 4
        assertThat(metrics.get("policy/kl_old")).isCloseTo(0, CLOSE); // (ln 2 - ln 2 + ln 2 - ln 2) / 4
    }

    @Test
    void aBoundActsWhereTheAdvantagePushesTheRatioFurtherOut() {
        Map<String, Double> metrics = metrics(report -> report.clips(0.8, 1.2));
        assertThat(metrics.get("policy/clip_fraction_low")).isCloseTo(0.25, CLOSE); // the first of four
        assertThat(metrics.get("policy/clip_fraction_high")).isCloseTo(0.25, CLOSE); // the second
    }

    @Test
    void dualAndTwoSidedClipsActOnNegativeAdvantagesAndAreReportedOnlyWhereTheyAreSet() {
        assertThat(metrics(report -> report.clips(ClippedSurrogate.of(0.2, 0.2))))
                .doesNotContainKeys("policy/clip_fraction_dual", "policy/clip_fraction_delta");
        Map<String, Double> metrics = metrics(report ->
                report.clips(ClippedSurrogate.of(0.2, 0.2).withDual(1.5).withDelta(3)));
        assertThat(metrics.get("policy/clip_fraction_dual")).isCloseTo(0.25, CLOSE); // the fourth: 2 > 1.5
        assertThat(metrics.get("policy/clip_fraction_delta")).isZero(); // 2 < 3
    }

    @Test
    void ratiosOutsideAnIntervalAreCountedWhateverTheirAdvantage() {
        assertThat(metrics(report -> report.outside("x", 0.8, 3)).get("x")).isCloseTo(0.5, CLOSE); // both 0.5
    }
}
