package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.trainer.loop.GuardPause;

/** Guards in whole runs. */
class GuardsIT {

    private static final TinyRun RECIPE = TinyRun.recipe()
            .with("training", "{steps: 4, promptsPerStep: 2, learningRate: 1e-2}")
            .with("checkpoints", "{every: 100}")
            .with("trackers", "[console, jsonl, report]");

    @TempDir
    Path directory;

    private static TinyRun guarded(String onAlarm) {
        return RECIPE.with("guards", "[{name: after, key: watch, onAlarm: " + onAlarm + ", config: {steps: 2}}]");
    }

    @Test
    void anAlarmIsOnTheConsoleInTheReportAndInTheMetrics() throws IOException {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        Path run = directory.resolve("tell");

        guarded("tell").run(run, Resumption.NONE, new PrintStream(console, true, StandardCharsets.UTF_8));

        assertThat(console.toString(StandardCharsets.UTF_8)).contains("alarm at step 3, watch: Seen 3 steps.");
        assertThat(Files.readString(run.resolve("report.html"))).contains("<h2 id=\"alarms\">", "Seen 3 steps.");
        assertThat(TinyRun.metrics(run))
                .extracting(step -> step.path("guard/watch/alarm").asDouble(-1))
                .containsExactly(0.0, 0.0, 1.0, 1.0);
    }

    @Test
    void aRunThatAGuardStopsIsSavedMeasuredAndReported() throws IOException {
        Path run = directory.resolve("stop");

        TrainingOutcome outcome = guarded("stop").start(run);

        assertThat(TinyRun.metrics(run)).hasSize(3);
        assertThat(run.resolve("checkpoints/step-3")).isDirectory();
        assertThat(outcome.after().measurement().problems()).isEqualTo(4);
        assertThat(Files.readString(run.resolve("summary.json"))).contains("\"steps\" : 3");
        assertThat(Files.readString(run.resolve("report.html"))).contains("Reinforcement learning report", "3 of 4");
    }

    @Test
    void aRunThatAGuardPausesGoesOnAsOneThatWasNot() throws IOException {
        Path alone = directory.resolve("alone");
        guarded("tell").start(alone);
        Path run = directory.resolve("pause");

        assertThatThrownBy(() -> guarded("pause").start(run))
                .isInstanceOf(GuardPause.class)
                .hasMessageContaining("Paused after step 3 by the guard 'watch': Seen 3 steps.");
        guarded("pause").resume(run);

        assertThat(TinyRun.weights(run)).isEqualTo(TinyRun.weights(alone));
        assertThat(Files.readString(run.resolve("report.html"))).contains("Seen 3 steps.");
    }
}
