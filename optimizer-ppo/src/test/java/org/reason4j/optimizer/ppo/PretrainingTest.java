package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PretrainingTest {

    private static Pretraining of(int steps, int patience) {
        return new Pretraining(new CriticConfig(Optional.empty(), 1e-5, 1, 1, 0.5, steps, patience, 0, 0, false));
    }

    @Test
    void itLastsItsStepsWhateverTheCriticExplains() {
        Pretraining pretraining = of(2, 0);
        for (int step = 1; step <= 3; step++) {
            pretraining.observe(0.5);
            assertThat(pretraining.isOn(step)).isEqualTo(step <= 2);
        }
    }

    @Test
    void itEndsOnceTheExplainedVarianceHasNotRisenForSoManySteps() {
        Pretraining pretraining = of(50, 2);
        double[] explained = {-1, 0.1, 0.05, 0.2, 0.2, 0.15, 0.9, 0.95};
        boolean[] on = {true, true, true, true, true, false, false, false};
        for (int i = 0; i < explained.length; i++) {
            pretraining.observe(explained[i]);
            assertThat(pretraining.isOn(i + 1)).as("step %s", i + 1).isEqualTo(on[i]);
        }
    }

    @Test
    void itGoesOnFromItsState() {
        Pretraining pretraining = of(50, 2);
        pretraining.observe(0.3);
        pretraining.observe(0.2);
        assertThat(pretraining.isOn(2)).isTrue();
        Pretraining resumed = of(50, 2);
        resumed.restore(pretraining.state());
        resumed.observe(0.25);
        assertThat(resumed.isOn(3)).isFalse();
        Pretraining later = of(50, 2);
        later.restore(resumed.state());
        later.observe(0.9);
        assertThat(later.isOn(4)).isFalse();
    }
}
