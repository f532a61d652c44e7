package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;

/** Runs whose directory or metrics are taken away after the second of three steps, and two runs in one directory. */
class LostFilesIT {

    private static final String TRACKERS = "{name: jsonl}, {name: tensorboard}, {name: report}, {name: completions}";

    @TempDir
    private Path directory;

    private Path output;
    private TinyRun recipe;

    @BeforeEach
    void recipe() {
        output = directory.resolve("run");
        recipe = TinyRun.recipe()
                .with("training", "{steps: 3, promptsPerStep: 4, learningRate: 1e-2}")
                .with("checkpoints", "{every: 1, keepLast: 9}")
                .with("trackers", "[" + TRACKERS + "]");
    }

    private TinyRun vandalized(String act) {
        return recipe.with("trackers", "[" + TRACKERS + ", {name: vandal, config: {act: " + act + "}}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"move", "replace"})
    void aRunWhoseDirectoryIsMovedEndsAndGoesOnWhereItIs(String act) throws Exception {
        assertThatThrownBy(() -> vandalized(act).start(output))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The run has lost its directory " + output)
                .cause()
                .hasMessageContaining("it was moved or removed during the run");
        if (act.equals("move")) {
            assertThat(output).doesNotExist();
        } else {
            assertThat(output).isEmptyDirectory();
        }
        Path moved = Vandals.moved(output);
        assertThat(moved.resolve("checkpoints/step-1")).isDirectory();
        recipe.resume(moved);
        recipe.start(directory.resolve("alone"));
        assertThat(TinyRun.weights(moved)).isEqualTo(TinyRun.weights(directory.resolve("alone")));
        assertThat(TinyRun.metrics(moved))
                .extracting(step -> step.path("step").asInt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aRunWhoseDirectoryIsRemovedEndsAndDoesNotCreateItAgain() {
        assertThatThrownBy(() -> vandalized("remove").start(output))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The run has lost its directory " + output);
        assertThat(output).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove metrics", "cut metrics", "replace metrics"})
    void aRunThatLosesItsMetricsEndsAndKeepsItsCheckpoints(String act) throws Exception {
        assertThatThrownBy(() -> vandalized(act).start(output))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + output.resolve("metrics.jsonl"))
                .cause()
                .hasMessageEndingWith("during the run");
        assertThat(Files.exists(output.resolve("metrics.jsonl"))).isEqualTo(!act.startsWith("remove"));
        try (Stream<Path> checkpoints = Files.list(output.resolve("checkpoints"))) {
            assertThat(checkpoints.map(one -> one.getFileName().toString()).sorted())
                    .containsExactly("step-1", "step-2");
        }
        assertThat(recipe.resume(output).after().answers()).isNotEmpty();
    }

    @Test
    void ofTwoRunsThatStartTogetherInOneDirectoryOneIsRefusedAndTheOtherUndisturbed() throws Exception {
        CompletableFuture<Object> one = CompletableFuture.supplyAsync(() -> recipe.start(output));
        CompletableFuture<Object> other = CompletableFuture.supplyAsync(() -> recipe.start(output));
        List<Throwable> refusals = Stream.of(one, other)
                .map(run -> run.handle((outcome, failure) -> failure)
                        .orTimeout(4, TimeUnit.MINUTES)
                        .join())
                .filter(failure -> failure != null)
                .toList();
        assertThat(refusals).hasSize(1);
        assertThat(refusals.get(0))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("(?s).* (is in use by another|already holds a) run.*"); // as late as the second is
        recipe.start(directory.resolve("alone"));
        assertThat(TinyRun.weights(output)).isEqualTo(TinyRun.weights(directory.resolve("alone")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunThatIsStillRunningIsNotResumed(boolean resume) {
        try (OutputDirectory held = OutputDirectory.of(Optional.of(output))) {
            held.enter(recipe.resolved(directory), false);
            assertThatThrownBy(() -> {
                        if (resume) {
                            recipe.resume(output);
                        } else {
                            recipe.start(output);
                        }
                    })
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is in use by another run");
        }
    }
}
