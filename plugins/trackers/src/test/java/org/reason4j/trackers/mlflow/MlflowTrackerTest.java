package org.reason4j.trackers.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.trackers.Run;

class MlflowTrackerTest {

    @TempDir
    Path directory;

    private MlflowReplies server;

    @BeforeEach
    void serve() throws IOException {
        server = new MlflowReplies();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private MlflowTracker tracker(MlflowConfig config, Map<String, String> environment) {
        return new MlflowTracker(config, Run.in(directory), environment::get, Clock.systemUTC());
    }

    private MlflowTracker tracker() {
        return tracker(MlflowSettings.of(server.url()), Map.of());
    }

    private MlflowTracker started(MlflowTracker tracker, int firstStep) {
        tracker.started(firstStep, 10);
        return tracker;
    }

    private static Map<String, Double> reward(double value) {
        return Map.of("reward/mean", value);
    }

    private Path unsent() {
        return directory.resolve("plugins/trackers/mlflow-unsent.jsonl");
    }

    @Test
    void aRunHasItsSettingsItsStepsItsMeasurementsAndItsEnd() {
        try (MlflowTracker tracker = started(tracker(), 1)) {
            tracker.measured(Measurement.of(0, Map.of("eval/pass@8", 0.25), List.of()));
            tracker.step(1, Map.of("reward/mean", 0.5, "odd", Double.NaN, "low", Double.NEGATIVE_INFINITY));
            tracker.step(2, reward(0.75));
            tracker.ended(RunEnd.completed(2, 1));
        }
        assertThat(server.experiments).containsOnlyKeys("letters");
        MlflowReplies.StoredRun run = server.run(0);
        assertThat(run.name).isEqualTo("letters");
        assertThat(run.tags).containsEntry("team", "a").containsEntry("mlflow.source.name", "reason4j");
        assertThat(run.params)
                .containsEntry("rewards.0.weight", "0.5")
                .containsEntry("model.path", "${MODEL}")
                .hasSize(10);
        assertThat(run.history("reward/mean")).containsExactly("1 0.5", "2 0.75");
        assertThat(run.history("odd")).containsExactly("1 NaN");
        assertThat(run.history("low")).containsExactly("1 -Infinity");
        assertThat(run.history("eval/full/pass_at_8")).containsExactly("0 0.25");
        assertThat(run.statuses).endsWith("FINISHED");
    }

    @Test
    void theMeasurementBeforeTrainingComesBeforeTheStartAndAgainAfterAResume() {
        Measurement before = Measurement.of(0, Map.of("eval/accuracy", 0.25), List.of());
        MlflowTracker killed = tracker();
        killed.measured(before);
        started(killed, 1).step(1, reward(0.1));
        killed.close();
        try (MlflowTracker resumed = tracker()) {
            resumed.restore(killed.state());
            resumed.measured(before);
            started(resumed, 2).step(2, reward(0.2));
        }
        assertThat(server.runs).hasSize(1);
        assertThat(server.run(0).history("eval/full/accuracy")).containsExactly("0 0.25");
        assertThat(server.run(0).history("reward/mean")).containsExactly("1 0.1", "2 0.2");
    }

    @Test
    void aFailureAndAnInterruptionAreToldApart() {
        for (Throwable failure : List.of(
                new IllegalStateException("broken"), new IllegalStateException(new CancellationException("closed")))) {
            try (MlflowTracker tracker = started(tracker(), 1)) {
                tracker.ended(RunEnd.failed(0, 1, failure));
            }
        }
        assertThat(server.run(0).statuses).contains("FAILED");
        assertThat(server.run(1).statuses).endsWith("KILLED");
    }

    @Test
    void aResumedRunGoesOnInItsRunAndSendsNoStepTwice() {
        MlflowTracker killed = started(tracker(), 1);
        killed.step(1, reward(0.1));
        Map<String, Object> checkpoint = killed.state();
        killed.step(2, reward(0.2));
        killed.close(); // the process ends without a word
        MlflowTracker resumed = tracker();
        resumed.restore(checkpoint);
        try (resumed) {
            started(resumed, 2).step(2, Map.of("reward/mean", 0.2, "time/step", 7.0));
            resumed.step(3, reward(0.3));
            resumed.ended(RunEnd.completed(3, 1));
        }
        assertThat(server.runs).hasSize(1);
        assertThat(server.run(0).history("reward/mean")).containsExactly("1 0.1", "2 0.2", "3 0.3");
        assertThat(server.run(0).history("time/step")).containsExactly("2 7.0");
        assertThat(server.run(0).statuses).containsExactly("RUNNING", "RUNNING", "RUNNING", "FINISHED");
    }

    @Test
    void aSupervisedStageThatGoesOnIsFoundByTheFileOfTheRun() {
        try (MlflowTracker first = tracker()) {
            first.supervised(1, 4, Map.of("supervised/loss", 2.0));
        }
        try (MlflowTracker second = tracker()) {
            second.supervised(2, 4, Map.of("supervised/loss", 1.0));
            second.started(1, 10);
            second.step(1, reward(1));
        }
        assertThat(server.runs).hasSize(1);
        assertThat(server.run(0).history("supervised/loss")).containsExactly("1 2.0", "2 1.0");
        assertThat(server.run(0).history("reward/mean")).containsExactly("1 1.0");
    }

    @Test
    void anotherStartInTheSameDirectoryIsAnotherRunAndEndsTheOneBefore() {
        started(tracker(), 1).close();
        started(tracker(), 1).close();
        assertThat(server.runs).hasSize(2);
        assertThat(server.run(0).statuses).endsWith("KILLED");
        assertThat(server.run(1).statuses).doesNotContain("KILLED");
    }

    @Test
    void numbersThatAreNotTakenAreKeptAndSentInTheirOrder() throws IOException {
        try (MlflowTracker tracker = started(tracker(), 1)) {
            tracker.step(1, reward(0.1));
            server.failWith = 503;
            tracker.step(2, reward(0.2));
            tracker.step(3, reward(0.3));
            assertThat(Files.readAllLines(unsent()))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("\"step\":2");
            server.failWith = 0;
            tracker.step(4, reward(0.4));
            tracker.ended(RunEnd.completed(4, 1));
        }
        assertThat(server.run(0).history("reward/mean")).containsExactly("1 0.1", "2 0.2", "3 0.3", "4 0.4");
        assertThat(unsent()).doesNotExist();
    }

    @Test
    void aServerThatHangsTakesOneDeadlineAndNoNumbers() throws IOException {
        try (MlflowTracker tracker = tracker(MlflowSettings.withTimeout(server.url(), 5), Map.of())) {
            started(tracker, 1).step(1, reward(0.1));
        }
        try (MlflowTracker tracker = tracker(MlflowSettings.withTimeout(server.url(), 0.3), Map.of())) {
            server.hangs = true;
            started(tracker, 2).step(2, reward(0.2)); // a resumed run, whose server does not answer
            tracker.ended(RunEnd.completed(2, 1));
        }
        assertThat(Files.readString(unsent())).contains("\"step\":2").contains("0.2");
    }

    @Test
    void whatAProcessCouldNotSendTheNextOneSends() throws IOException {
        MlflowTracker first = started(tracker(), 1);
        server.failWith = 500;
        first.step(1, reward(0.1));
        first.ended(RunEnd.failed(1, 1, new IllegalStateException("power cut")));
        first.close();
        Files.writeString(unsent(), Files.readString(unsent()) + "{\"run_id\": \"half a li");
        server.failWith = 0;
        try (MlflowTracker second = tracker()) {
            second.restore(first.state());
            started(second, 2).step(2, reward(0.2));
        }
        assertThat(server.run(0).history("reward/mean")).containsExactly("1 0.1", "2 0.2");
        assertThat(unsent()).doesNotExist();
    }

    @Test
    void numbersThatTheServerWillNeverTakeArePutAsideAndOthersGoOn() throws IOException {
        try (MlflowTracker tracker = started(tracker(), 1)) {
            server.run(0).deleted = true;
            tracker.step(1, reward(0.1));
            server.run(0).deleted = false;
            tracker.step(2, reward(0.2));
        }
        assertThat(server.run(0).history("reward/mean")).containsExactly("2 0.2");
        assertThat(directory.resolve("plugins/trackers/mlflow-refused.jsonl"))
                .content()
                .contains("\"step\":1");
    }

    @Test
    void withStopAFailureEndsTheRunAndItsNumbersAreKept() throws IOException {
        try (MlflowTracker tracker = started(tracker(MlflowSettings.of(server.url(), OnFailure.STOP), Map.of()), 1)) {
            server.failWith = 503;
            assertThatThrownBy(() -> tracker.step(1, reward(0.1)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("status 503")
                    .hasMessageContaining("1 of them are kept in")
                    .hasMessageContaining("a resumed run sends them");
        }
        assertThat(Files.readAllLines(unsent())).hasSize(1);
    }

    @Test
    void aRunWithoutAServerIsRefusedBeforeItsFirstStep() {
        String url = server.url();
        server.close();
        assertThatThrownBy(() -> started(tracker(MlflowSettings.of(url), Map.of()), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(url + ": no connection")
                .hasMessageContaining("Start the server, correct mlflow.url");
    }

    @Test
    void anotherServerThanMlflowIsRefused() {
        server.failWith = 200;
        assertThatThrownBy(() -> started(tracker(), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not answer like MLflow: <!doctype html>");
    }

    @Test
    void aRunThatWasDeletedThereIsNotContinued() {
        started(tracker(), 1).close();
        server.run(0).deleted = true;
        assertThatThrownBy(() -> started(tracker(), 2))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was deleted there. Restore it");
    }

    @Test
    void anExperimentThatWasDeletedThereIsNamed() {
        server.experiments.put("letters", "1");
        server.deletedExperiments.add("letters");
        assertThatThrownBy(() -> started(tracker(), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The experiment 'letters' was deleted on " + server.url());
    }

    @Test
    void requestsKeepTheLimitsOfTheApi() {
        StringBuilder recipe = new StringBuilder();
        Map<String, Double> metrics = new HashMap<>();
        for (int i = 0; i < 2001; i++) {
            recipe.append(i < 250 ? "key" + i + ": " + i + "\n" : "");
            metrics.put("metric/" + i, (double) i);
        }
        recipe.append("long: ").append("x".repeat(7000)).append("\n");
        Run run = new Run(directory, recipe.toString());
        try (MlflowTracker tracker =
                new MlflowTracker(MlflowSettings.of(server.url()), run, name -> null, Clock.systemUTC())) {
            started(tracker, 1).step(1, metrics);
        }
        assertThat(server.batches).containsExactly(100, 100, 51, 1000, 1000, 1);
        assertThat(server.run(0).params).hasSize(251);
        assertThat(server.run(0).params.get("long")).hasSize(6000).endsWith("x ... (7000 characters)");
        assertThat(server.run(0).points).hasSize(2001);
    }

    @Test
    void credentialsAreThoseOfTheEnvironment() {
        Map<String, String> environment = Map.of("TOKEN", "t0p-s3cret", "USER_NAME", "ada", "WORD", "pass");
        started(tracker(MlflowSettings.withCredentials(server.url(), "TOKEN", "", ""), environment), 1)
                .close();
        assertThat(server.credentials).isNotEmpty().containsOnly("Bearer t0p-s3cret");
        server.credentials.clear();
        started(tracker(MlflowSettings.withCredentials(server.url(), "", "USER_NAME", "WORD"), environment), 1)
                .close();
        assertThat(server.credentials).isNotEmpty().containsOnly("Basic YWRhOnBhc3M="); // base64 of ada:pass
        assertThatThrownBy(() -> tracker(MlflowSettings.withCredentials(server.url(), "TOKEN", "", ""), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mlflow.tokenVariable names the environment variable TOKEN, which is not set");
    }

    @Test
    void anAddressWithAPasswordIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> tracker(MlflowSettings.of("http://ada:pass@127.0.0.1:5000"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("mlflow.url is 'http://127.0.0.1:5000', expected")
                .hasMessageNotContaining("pass@");
    }

    @Test
    void namesAreThoseThatMlflowTakesAndStayDifferent() {
        assertThat(MlflowKey.of("completions/mean_length")).isEqualTo("completions/mean_length");
        assertThat(MlflowKey.of("eval/pass@8")).isEqualTo("eval/pass_at_8");
        assertThat(MlflowKey.of("a:b")).startsWith("a_b_").isNotEqualTo(MlflowKey.of("a*b"));
        assertThat(MlflowKey.of("/a//b/..")).startsWith("_/a/_/b/_");
        assertThat(MlflowKey.of("x".repeat(300))).hasSize(250);
        assertThat(MlflowKey.of("")).startsWith("_");
    }
}
