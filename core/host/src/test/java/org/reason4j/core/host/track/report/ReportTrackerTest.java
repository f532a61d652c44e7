package org.reason4j.core.host.track.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.track.RunEnd;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.JsonlTracker;
import org.reason4j.core.host.track.JsonlTrackerConfig;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.Samples;
import org.reason4j.core.host.track.Summary;

class ReportTrackerTest {

    private static final RunFacts FACTS = new RunFacts("sums", 1, "tiny", "here", Map.of());

    @TempDir
    Path root;

    private ReportTracker tracker(int every) {
        return new ReportTracker(new RunDirectory(root), Samples.BYTES, FACTS, new ReportConfig(every, 2, 1, 2, 100));
    }

    private String page() throws IOException {
        return Files.readString(root.resolve("report.html"));
    }

    private void run(int from, int to) {
        ScoredGroup group = Samples.group("p", "6 * 7?", "é", "no");
        try (JsonlTracker metrics = new JsonlTracker(new RunDirectory(root), JsonlTrackerConfig.DEFAULTS);
                ReportTracker report = tracker(0)) {
            metrics.started(from, 6);
            report.started(from, 6);
            for (int step = from; step <= to; step++) {
                report.trajectories(step, List.of(group), Samples.credits(group, 1, -1));
                metrics.step(step, Map.of("reward/mean", step / 10.0));
                report.step(step, Map.of("reward/mean", step / 10.0));
            }
        }
    }

    @Test
    void aResumedRunHasItsWholeCurveOnce() throws IOException {
        run(1, 4);
        run(3, 6);
        for (int step = 1; step <= 6; step++) {
            assertThat(page()).containsOnlyOnce("Step " + step + ", reward: 0." + step);
        }
    }

    @Test
    void theLastStepsAndTheFirstShowTrajectoriesAlsoAfterAResume() throws IOException {
        run(1, 4);
        run(4, 4);
        assertThat(page())
                .contains("<h3>Step 4 <", "<h3>Step 3 <", "<h3>Step 1 <")
                .doesNotContain("<h3>Step 2 <");
        assertThat(page().split("<h3>Step ")).hasSize(1 + 3);
    }

    @Test
    void thePromptThatTaughtMostIsShown() throws IOException {
        ScoredGroup alike = Samples.group("p", "6 * 7?", "42", "42");
        ScoredGroup different = Samples.group("q", "6 * 8?", "48", "42");
        List<Credit> credits = new ArrayList<>(Samples.credits(alike, 0, 0));
        credits.addAll(Samples.credits(different, 1, -1));
        try (ReportTracker report = tracker(1)) {
            report.started(1, 1);
            report.trajectories(1, List.of(alike, different), credits);
            report.step(1, Map.of("reward/mean", 0.5));
        }
        assertThat(page()).contains("prompt q", "+1 advantage").doesNotContain("prompt p");
    }

    @Test
    void responsesThatTaughtNothingHaveNoScale() throws IOException {
        ScoredGroup alike = Samples.group("p", "6 * 7?", "42", "42");
        try (ReportTracker report = tracker(1)) {
            report.started(1, 1);
            report.trajectories(1, List.of(alike), Samples.credits(alike, 0, 0));
            report.step(1, Map.of("reward/mean", 1.0));
        }
        assertThat(page()).contains("all advantages are 0").doesNotContain("+0 advantage");
    }

    @Test
    void aCharacterSpreadOverTokensIsShownOnce() throws IOException {
        run(1, 1);
        assertThat(page()).contains(">é</span>").doesNotContain("\ufffd");
    }

    @Test
    void theReportAppearsWhileTheRunGoesOn() throws IOException {
        ReportTracker tracker = tracker(2);
        tracker.started(1, 6);
        tracker.measured(measured(0, HeldOutScores.greedy(1, 4, 10), "7", 0));
        tracker.step(1, Map.of("time/step", 61.0));
        assertThat(root.resolve("report.html")).doesNotExist();
        tracker.step(2, Map.of("time/step", 61.0));
        assertThat(page()).contains("in progress: step 2 of 6", "2 min 02 s", "25.0% ± 21.7%");
    }

    @Test
    void finishingAddsBeforeAndAfterAndClosingKeepsThem() throws IOException {
        ReportTracker tracker = tracker(0);
        tracker.started(1, 1);
        tracker.step(1, Map.of("reward/mean", 0.5));
        tracker.measured(measured(0, HeldOutScores.greedy(1, 4, 10), "7", 0));
        tracker.measured(measured(1, HeldOutScores.greedy(3, 4, 12), "42", 0.5));
        tracker.ended(RunEnd.completed(1, 30));
        tracker.close();
        assertThat(page()).contains("+50.0 points", "Before and after").doesNotContain("in progress");
    }

    @Test
    void aRunThatFailedStaysInProgress() throws IOException {
        ReportTracker tracker = tracker(0);
        tracker.started(1, 2);
        tracker.measured(measured(0, HeldOutScores.greedy(1, 4, 10), "7", 0));
        tracker.step(1, Map.of("reward/mean", 0.5));
        tracker.measured(measured(1, HeldOutScores.greedy(3, 4, 12), "42", 0.5));
        tracker.ended(RunEnd.failed(1, 30, new IllegalStateException("power")));
        tracker.close();
        assertThat(page()).contains("in progress: step 1 of 2").doesNotContain("+50.0 points");
    }

    /** One answer of that text and reward, correct from 0.5 on. */
    private static org.reason4j.api.track.Measurement measured(
            int step, HeldOutScores measurement, String text, double reward) {
        Trajectory answer =
                Samples.group("p", "6 * 7?", text).trajectories().get(0).trajectory();
        Map<String, Double> numbers = new HashMap<>(measurement.numbers());
        numbers.put("eval/threshold", 0.5);
        return org.reason4j.api.track.Measurement.of(step, numbers, List.of(ScoredTrajectory.of(answer, reward)));
    }

    @Test
    void theSummaryHasExactlyTheAgreedFields() throws IOException {
        HeldOutScores before = HeldOutScores.sampled(1, 4, 10, Map.of(1, 0.25, 8, 0.5), Map.of(8, 0.75));
        new Summary(before, HeldOutScores.greedy(3, 4, 10), 12.5, 6, "ab12").write(new RunDirectory(root).summary());
        assertThat(new ObjectMapper().readTree(root.resolve("summary.json").toFile()))
                .isEqualTo(new ObjectMapper().readTree("""
                        {"before": {"accuracy": 0.25, "pass@1": 0.25, "pass@8": 0.5, "maj@8": 0.75, "problems": 4},
                         "after": {"accuracy": 0.75, "problems": 4},
                         "rl_seconds": 12.5, "steps": 6, "weights_sha256": "ab12"}"""));
    }

    @Test
    void whoLooksAtTheDirectoryFindsTheStateOfTheRunBeforeItsFirstStepAndAfterItsLast() {
        ReportTracker tracker = tracker(0);
        tracker.progress(0, "supervised", 1, 9);
        assertThat(state().facts().model()).isEqualTo("tiny");
        tracker.measured(measured(0, HeldOutScores.greedy(1, 4, 10), "7", 0));
        tracker.started(1, 2); // after the measurement
        assertThat(state().totalSteps()).isEqualTo(2);
        assertThat(state().before()).isEqualTo(HeldOutScores.greedy(1, 4, 10));
        assertThat(state().ended()).isNull();
        tracker.step(1, Map.of("reward/mean", 0.5));
        tracker.step(2, Map.of("reward/mean", 0.6));
        tracker.measured(measured(2, HeldOutScores.greedy(3, 4, 12), "42", 0.5));
        tracker.ended(RunEnd.completed(2, 30));
        assertThat(state().ended()).isNotNull();
        assertThat(state().seconds()).isEqualTo(30);
        assertThat(state().comparisons()).hasSize(1);
        ReportTracker later = tracker(0);
        later.progress(0, "evaluation", 1, 9);
        later.started(2, 4);
        assertThat(state().begun()).hasSize(2);
        assertThat(state().ended()).isNull();
    }

    private RunState state() {
        return RunState.read(root.resolve("run.json")).orElseThrow();
    }

    @Test
    void whatTheCoachToldHasASectionOfItsOwn() throws IOException {
        try (ReportTracker report = tracker(0)) {
            report.started(1, 6);
            report.step(1, Map.of("reward/mean", 0.5));
            report.alarm(1, "coach", Alarm.of("too-hard: All <wrong>. Take easier ones."));
            report.alarm(1, "watch", Alarm.of("Responses grow."));
        }
        assertThat(page()).contains("<h2 id=\"coach\">", "too-hard: All &lt;wrong&gt;. Take easier ones.");
        String alarms = page().substring(page().indexOf("<h2 id=\"alarms\">"), page().indexOf("<h2 id=\"coach\">"));
        assertThat(alarms).contains("Responses grow.").doesNotContain("too-hard");
    }

    @Test
    void theSupervisedStageHasItsCurveAlsoOfStepsThatAnEarlierProcessMade() throws IOException {
        for (int first : new int[] {1, 3}) { // the second process goes on with step 3
            try (JsonlTracker metrics = new JsonlTracker(new RunDirectory(root), JsonlTrackerConfig.DEFAULTS);
                    ReportTracker report = tracker(0)) {
                for (int step = first; step <= first + 1; step++) {
                    metrics.supervised(step, 4, Map.of("supervised/loss", 1.0 / step));
                    report.supervised(step, 4, Map.of("supervised/loss", 1.0 / step));
                }
                metrics.started(1, 6);
                report.started(1, 6);
                metrics.step(1, Map.of("reward/mean", 0.5));
                report.step(1, Map.of("reward/mean", 0.5));
            }
        }
        assertThat(page()).contains("<h2 id=\"supervised\">");
        for (int step = 1; step <= 4; step++) {
            assertThat(page()).containsOnlyOnce("Step " + step + ", loss: ");
        }
    }
}
