package org.reason4j.trackers.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.track.Measurement;

class MeasuredTest {

    private final Measured measured = new Measured();

    private static Measurement accuracy(int step, double accuracy) {
        return Measurement.of(step, Map.of("eval/accuracy", accuracy, "other", 1.0), List.of());
    }

    @Test
    void aMeasurementBeforeOrAfterAStepHasNamesOfItsOwn() {
        assertThat(measured.numbers(accuracy(0, 0.25))).contains(Map.of("eval/full/accuracy", 0.25, "other", 1.0));
        measured.started(3); // a resumed run
        assertThat(measured.numbers(accuracy(2, 0.5))).contains(Map.of("eval/full/accuracy", 0.5, "other", 1.0));
        measured.completed(3, Map.of());
        assertThat(measured.numbers(accuracy(3, 0.75))).contains(Map.of("eval/full/accuracy", 0.75, "other", 1.0));
    }

    @Test
    void aMeasurementDuringAStepComesWithItsMetricsOnce() {
        measured.started(1);
        assertThat(measured.numbers(accuracy(1, 0.5))).isEmpty();
        assertThat(measured.completed(1, Map.of("eval/accuracy", 0.5, "reward/mean", 2.0)))
                .isEqualTo(Map.of("eval/accuracy", 0.5, "other", 1.0, "reward/mean", 2.0));
        assertThat(measured.completed(2, Map.of("reward/mean", 3.0))).isEqualTo(Map.of("reward/mean", 3.0));
    }
}
