package org.reason4j.core.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.trainer.report.StepLog;
import org.reason4j.core.trainer.run.TinyRun;
import org.reason4j.core.trainer.run.Toys;

class CheckpointsTest {

    @TempDir
    private Path directory;

    private Path run;
    private Policy policy;

    @BeforeEach
    void load() {
        Path tiny = TinyRun.resource("/tiny");
        Path model = directory.resolve("model");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, model, 1);
        policy = Policy.load(model, Device.cpu(), Precision.BF16, Optional.empty(), 1);
        run = directory.resolve("run");
    }

    @AfterEach
    void close() {
        policy.close();
    }

    @Test
    void theNewestTheBestAndTheStartAreKept() throws IOException {
        Checkpoints checkpoints = checkpoints("{every: 1, keepLast: 2}", Map.of());
        checkpoints.write(0);
        double[] accuracies = {0.1, 0.9, 0.3, 0.2, 0.9};
        for (int step = 1; step <= 5; step++) {
            checkpoints.stepCompleted(log(step, accuracies[step - 1]));
        }
        assertThat(names()).containsExactly("step-0", "step-2", "step-4", "step-5");
    }

    @Test
    void withoutKeepBestOnlyTheNewestAreKept() throws IOException {
        Checkpoints checkpoints = checkpoints("{every: 1, keepLast: 1, keepBest: false}", Map.of());
        checkpoints.stepCompleted(log(1, 0.9));
        checkpoints.stepCompleted(log(2, 0.1));
        assertThat(names()).containsExactly("step-2");
    }

    @Test
    void onlyEveryNthStepAndTheLastAreWritten() throws IOException {
        Checkpoints checkpoints = checkpoints("{every: 4}", Map.of());
        for (int step = 1; step <= 10; step++) {
            checkpoints.stepCompleted(new StepLog(step));
        }
        assertThat(names()).containsExactly("step-10", "step-8");
    }

    @Test
    void whatAKilledProcessLeftBehindIsIgnoredAndRemoved() throws IOException {
        Files.createDirectories(run.resolve("checkpoints/.step-9.writing/trainer"));
        Files.createDirectories(run.resolve("checkpoints/.step-8.deleting"));
        assertThat(Checkpoints.newest(run)).isEmpty();

        checkpoints("{every: 1}", Map.of()).write(1);
        assertThat(Checkpoints.newest(run)).contains(1);
        assertThat(names()).containsExactly("step-1");
    }

    @Test
    void theBestIsRememberedOverAResume() throws IOException {
        checkpoints("{every: 1, keepLast: 1}", Map.of()).stepCompleted(log(1, 0.9));
        Checkpoints resumed = checkpoints("{every: 1, keepLast: 1}", Map.of());
        resumed.restore(1);
        resumed.stepCompleted(log(2, 0.5));
        resumed.stepCompleted(log(3, 0.5));
        assertThat(names()).containsExactly("step-1", "step-3");
    }

    @Test
    void aComponentWithoutSavedStateIsNamed() {
        checkpoints("{every: 1}", Map.of()).write(1);
        Stateful component = new Toys.Bonus(new Toys.Bonus.Config(1, true));
        assertThatThrownBy(() -> checkpoints("{every: 1}", Map.of("regularizers[0]", component))
                        .restore(1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no state of regularizers[0]");
    }

    @Test
    void aCheckpointBeyondTheLastStepIsRefused() {
        checkpoints("{every: 1}", Map.of()).write(11);
        assertThatThrownBy(() -> checkpoints("{every: 1}", Map.of()).restore(11))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a checkpoint of step 11, but training.steps is 10");
    }

    private Checkpoints checkpoints(String settings, Map<String, Stateful> stateful) {
        return new Checkpoints(
                run,
                policy,
                TinyRun.recipe()
                        .with("training", "{steps: 10}")
                        .with("checkpoints", settings)
                        .resolved(directory),
                stateful,
                new ObjectMapper().createObjectNode(),
                new RunClock());
    }

    private static StepLog log(int step, double accuracy) {
        StepLog log = new StepLog(step);
        log.put("eval/accuracy", accuracy);
        return log;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(run.resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
