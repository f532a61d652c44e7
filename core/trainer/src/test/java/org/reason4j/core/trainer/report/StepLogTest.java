package org.reason4j.core.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepLogTest {

    @Test
    void aStepWithoutTrajectoriesHasNoLengths() {
        StepLog log = new StepLog(1);
        log.describe(new Experience(List.of(), List.of(), List.of(), Map.of()), List.of());
        assertThat(log.complete().keySet()).noneMatch(name -> name.startsWith("completions/"));
    }

    @Test
    void aStepWithoutUpdatesHasNoTrainingSpeed() {
        StepLog log = new StepLog(1);
        log.time("update", () -> {});
        assertThat(log.complete()).doesNotContainKey("throughput/training_tokens_per_second");
    }
}
