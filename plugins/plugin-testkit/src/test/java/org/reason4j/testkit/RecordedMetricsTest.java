package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedMetricsTest {

    @Test
    void meansAreKeptOneByOneAndCountsAreAddedUp() {
        RecordedMetrics metrics = new RecordedMetrics();
        metrics.mean("score", 1);
        metrics.mean("score", 0.5);
        metrics.add("calls", 2);
        metrics.add("calls", 3);
        assertThat(metrics.means()).isEqualTo(Map.of("score", List.of(1.0, 0.5)));
        assertThat(metrics.sums()).isEqualTo(Map.of("calls", 5.0));
        assertThat(metrics.values()).isEqualTo(Map.of("score", 0.75, "calls", 5.0)); // (1 + 0.5) / 2
        assertThat(metrics.of("score")).isEqualTo(0.75);
        assertThat(metrics.of("calls")).isEqualTo(5);
        assertThat(metrics.of("other")).isZero();
        metrics.clear();
        assertThat(metrics.means()).isEmpty();
        assertThat(metrics.sums()).isEmpty();
    }
}
