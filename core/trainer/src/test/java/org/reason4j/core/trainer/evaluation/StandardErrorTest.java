package org.reason4j.core.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StandardErrorTest {

    /** Conformance vector confidence-interval. */
    @Test
    void itIsTheDeviationOfProblemMeansOverTheRootOfTheirNumber() {
        // squares 0 + 0.0625 + 0.0625 + 0.25 = 0.375; sqrt(0.375 / 3 / 4) = 0.176777
        assertThat(StandardError.of(0.5, 0.25, 0.25, 1.0)).hasValueCloseTo(0.176777, within(1e-6));
    }

    @Test
    void oneProblemSaysNothingAboutSpread() {
        assertThat(StandardError.of(0.5)).isEmpty();
    }
}
