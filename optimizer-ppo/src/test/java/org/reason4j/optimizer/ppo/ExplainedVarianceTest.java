package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExplainedVarianceTest {

    private static final double[] RETURNS = {0, 1, 2, 3};

    @Test
    void aPerfectCriticExplainsEverything() {
        assertThat(ExplainedVariance.of(RETURNS, RETURNS)).hasValue(1);
    }

    @Test
    void aConstantExplainsNothingHoweverFarOff() {
        assertThat(ExplainedVariance.of(RETURNS, new double[] {7, 7, 7, 7})).hasValue(0);
    }

    @Test
    void halfTheSlopeLeavesAQuarterOfTheVariance() {
        assertThat(ExplainedVariance.of(RETURNS, new double[] {0, 0.5, 1, 1.5}).orElseThrow())
                .isCloseTo(0.75, within(1e-12));
    }

    @Test
    void aCriticThatIsTheWrongWayRoundIsWorseThanAConstant() {
        // errors -3, -1, 1, 3: variance 5 of 1.25
        assertThat(ExplainedVariance.of(RETURNS, new double[] {3, 2, 1, 0}).orElseThrow())
                .isCloseTo(-3, within(1e-12));
    }

    @Test
    void equalReturnsHaveNothingToExplain() {
        assertThat(ExplainedVariance.of(new double[] {0.1, 0.1, 0.1}, new double[] {1, 2, 3}))
                .isEmpty();
        assertThat(ExplainedVariance.of(new double[0], new double[0])).isEmpty();
    }
}
