package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LearningRateTest {

    private static final Offset<Double> TINY = within(1e-12);

    @Test
    void itRisesLinearlyOverTheWarmUpAndReachesThePeakWithItsLastUpdate() {
        LearningRate rate = new LearningRate("constant", 0.8, 4, 10, 0);
        assertThat(rate.of(1)).isCloseTo(0.2, TINY);
        assertThat(rate.of(3)).isCloseTo(0.6, TINY);
        assertThat(rate.of(4)).isCloseTo(0.8, TINY);
    }

    @Test
    void withoutWarmUpTheFirstUpdateOfAConstantScheduleHasThePeak() {
        LearningRate rate = new LearningRate("constant", 0.8, 0, 10, 0);
        assertThat(rate.of(1)).isEqualTo(0.8);
        assertThat(rate.of(10)).isEqualTo(0.8);
    }

    @Test
    void aLinearScheduleFallsToItsFinalShareWithTheLastUpdate() {
        LearningRate rate = new LearningRate("linear", 1.0, 2, 10, 0.2);
        // from 1 at update 2 to 0.2 at update 10: 0.1 each
        assertThat(rate.of(3)).isCloseTo(0.9, TINY);
        assertThat(rate.of(6)).isCloseTo(0.6, TINY);
        assertThat(rate.of(10)).isCloseTo(0.2, TINY);
    }

    @Test
    void aCosineIsHalfWayDownInTheMiddle() {
        LearningRate rate = new LearningRate("cosine", 1.0, 2, 10, 0.2);
        // update 6 is half way: 0.2 + 0.8 * (1 + cos(pi / 2)) / 2 = 0.6
        assertThat(rate.of(6)).isCloseTo(0.6, TINY);
        // update 4 is a quarter: 0.2 + 0.8 * (1 + 0.70710678) / 2 = 0.88284271
        assertThat(rate.of(4)).isCloseTo(0.88284271, within(1e-8));
        assertThat(rate.of(10)).isCloseTo(0.2, TINY);
    }

    @Test
    void afterTheLastUpdateItStaysWhereItEnded() {
        assertThat(new LearningRate("linear", 1.0, 0, 10, 0.2).of(99)).isCloseTo(0.2, TINY);
        assertThat(new LearningRate("cosine", 1.0, 20, 10, 0.2).of(21)).isCloseTo(0.2, TINY);
    }
}
