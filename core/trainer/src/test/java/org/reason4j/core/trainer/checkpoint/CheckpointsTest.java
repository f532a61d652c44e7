package org.reason4j.core.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import org.reason4j.core.host.plugin.lock.UsedPlugin;
import org.reason4j.core.trainer.run.TinyRun;
import org.reason4j.core.trainer.run.Toys;

class CheckpointsTest {

    @TempDir
    private Path directory;

    private Path run;
    private Policy policy;

    @BeforeEach
    void load() throws IOException {
        Path tiny = TinyRun.resource("/tiny");
        Path model = directory.resolve("model");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, model, 1);
        policy = Policy.load(model, Device.cpu(), Precision.BF16, Optional.empty(), 1);
        run = Files.createDirectory(directory.resolve("run"));
    }

    @AfterEach
    void close() {
        policy.close();
    }

    @Test
    void theNewestTheBestAndTheStartAreKept() throws IOException {
        Checkpoints checkpoints = checkpoints(1, 2, true, Map.of());
        checkpoints.write(0);
        double[] accuracies = {0.1, 0.9, 0.3, 0.2, 0.9};
        for (int step = 1; step <= 5; step++) {
            checkpoints.stepCompleted(step, OptionalDouble.of(accuracies[step - 1]), false);
        }
        assertThat(names()).containsExactly("step-0", "step-2", "step-4", "step-5");
    }

    @Test
    void withoutKeepBestOnlyTheNewestAreKept() throws IOException {
        Checkpoints checkpoints = checkpoints(1, 1, false, Map.of());
        checkpoints.stepCompleted(1, OptionalDouble.of(0.9), false);
        checkpoints.stepCompleted(2, OptionalDouble.of(0.1), false);
        assertThat(names()).containsExactly("step-2");
    }

    @Test
    void onlyEveryNthStepAndTheLastAreWritten() throws IOException {
        Checkpoints checkpoints = checkpoints(4, 2, true, Map.of());
        for (int step = 1; step <= 10; step++) {
            checkpoints.stepCompleted(step, OptionalDouble.empty(), false);
        }
        assertThat(names()).containsExactly("step-10", "step-8");
    }

    @Test
    void whatAKilledProcessLeftBehindIsIgnoredAndRemoved() throws IOException {
        Files.createDirectories(run.resolve("checkpoints/.step-9.partial/trainer"));
        Files.createDirectories(run.resolve("checkpoints/..step-9.partial.partial"));
        Files.createDirectories(run.resolve("checkpoints/.step-8.deleting"));
        assertThat(CheckpointStore.of(run).newest()).isEmpty();

        checkpoints(1, 2, true, Map.of()).write(1);
        assertThat(CheckpointStore.of(run).newest()).contains(1);
        assertThat(names()).containsExactly("step-1");
    }

    @Test
    void whatOthersKeepThereStays() throws IOException {
        for (String name : List.of(".gitignore", ".nfs0001", ".step-notes", ".mine.partial", "notes.partial")) {
            Files.createDirectories(run.resolve("checkpoints").resolve(name));
        }
        Checkpoints checkpoints = checkpoints(1, 1, false, Map.of());
        checkpoints.stepCompleted(1, OptionalDouble.empty(), false);
        checkpoints.stepCompleted(2, OptionalDouble.empty(), false);
        assertThat(names())
                .containsExactly(".gitignore", ".mine.partial", ".nfs0001", ".step-notes", "notes.partial", "step-2");
    }

    @Test
    void aCheckpointIsNotWrittenToADirectoryThatIsGone() throws IOException {
        Files.delete(run);
        assertThatThrownBy(() -> checkpoints(1, 1, false, Map.of()).write(1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + run.resolve("checkpoints"));
        assertThat(run).doesNotExist();
    }

    @Test
    void theBestIsRememberedOverAResume() throws IOException {
        checkpoints(1, 1, true, Map.of()).stepCompleted(1, OptionalDouble.of(0.9), false);
        Checkpoints resumed = checkpoints(1, 1, true, Map.of());
        resumed.restore(1);
        resumed.stepCompleted(2, OptionalDouble.of(0.5), false);
        resumed.stepCompleted(3, OptionalDouble.of(0.5), false);
        assertThat(names()).containsExactly("step-1", "step-3");
    }

    @Test
    void aComponentWithoutSavedStateIsNamed() {
        checkpoints(1, 2, true, Map.of()).write(1);
        Stateful component = new Toys.Bonus(new Toys.Bonus.Config(1, true));
        assertThatThrownBy(() -> checkpoints(1, 2, true, Map.of("regularizers[0]", component))
                        .restore(1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no state of regularizers[0]");
    }

    @Test
    void aCheckpointBeyondTheLastStepIsRefused() {
        checkpoints(1, 2, true, Map.of()).write(11);
        assertThatThrownBy(() -> checkpoints(1, 2, true, Map.of()).restore(11))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a checkpoint of step 11, but training.steps is 10");
    }

    @Test
    void weightsThatAreNotFiniteReplaceNoCheckpoint() throws IOException {
        Checkpoints checkpoints = checkpoints(1, 1, false, Map.of());
        checkpoints.stepCompleted(1, OptionalDouble.empty(), false);
        try (NDManager scope = policy.model().scope();
                WeightVector weights = policy.parameters(scope)) {
            policy.move(weights, Double.NaN);
        }
        assertThatThrownBy(() -> checkpoints.stepCompleted(2, OptionalDouble.empty(), false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("No checkpoint of step 2 was written: the policy's weight of"
                        + " 'model.embed_tokens.weight' holds NaN. The checkpoints before it stay.");
        assertThat(names()).containsExactly("step-1");
        assertThat(CheckpointStore.of(run).verify(1).isWhole()).isTrue();
    }

    @Test
    void aPartThatTrainingCannotGoOnWithIsNotSaved() throws IOException {
        Checkpoints checkpoints = checkpoints(1, 1, false, Map.of());
        checkpoints.stepCompleted(1, OptionalDouble.empty(), false);
        checkpoints.include(new CheckpointPart() {
            @Override
            public void save(Path trainer) {}

            @Override
            public void restore(Path trainer) {}

            @Override
            public Optional<String> brokenNumber() {
                return Optional.of("the weight of the critic holds NaN");
            }
        });
        assertThatThrownBy(() -> checkpoints.stepCompleted(2, OptionalDouble.empty(), false))
                .hasMessageStartingWith("No checkpoint of step 2 was written: the weight of the critic holds NaN.");
        assertThat(names()).containsExactly("step-1");
    }

    @Test
    void onlyWhatAKilledProcessLeftIsRemoved() throws IOException {
        Files.createDirectories(run.resolve("checkpoints/.snapshots"));
        Files.createDirectories(run.resolve("checkpoints/.step-8.deleting"));
        checkpoints(1, 2, true, Map.of()).write(1);
        assertThat(names()).containsExactly(".snapshots", "step-1");
    }

    /** Checkpoints of a run of ten steps. */
    private Checkpoints checkpoints(int every, int keepLast, boolean keepBest, Map<String, Stateful> stateful) {
        return new Checkpoints(
                run,
                policy,
                new CheckpointSettings(10, every, keepLast, keepBest, "seed: 1\n"),
                stateful,
                provenance(List.of(), System.out),
                new RunClock());
    }

    /** Of a run that uses these plugins. */
    static Provenance provenance(List<UsedPlugin> plugins, PrintStream out) {
        return new Provenance("train", "evaluation", "model", new RecipeLock("0.1.0", "1.0.0", plugins), out);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(run.resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
