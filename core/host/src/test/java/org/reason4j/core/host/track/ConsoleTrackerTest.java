package org.reason4j.core.host.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.guard.Alarm;

class ConsoleTrackerTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long nanos;

    private ConsoleTracker on(Terminal terminal) {
        return new ConsoleTracker(out, terminal, ConsoleConfig.DEFAULTS, () -> nanos);
    }

    private void step(ConsoleTracker tracker, int step, double seconds, Map<String, Double> metrics) {
        nanos += (long) (seconds * 1e9);
        tracker.step(step, metrics);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPlainLineTellsTheStepItsMetricsAndTheTimeLeft() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.started(1, 20);
        step(
                tracker,
                1,
                10,
                Map.of(
                        "reward/mean",
                        0.5,
                        "completions/mean_length",
                        183.2,
                        "regularizer/kl",
                        0.0123,
                        "policy/entropy",
                        0.4,
                        "throughput/tokens_per_second",
                        12_345.0,
                        "time/step",
                        10.0));
        // 10 s per step, 19 steps to go
        assertThat(printed())
                .isEqualToNormalizingNewlines(
                        "step  1/20  3 min 10 s left  reward 0.500  length 183  kl 0.0123  entropy 0.400  tok/s 12.3k"
                                + "  step 10.0 s\n");
    }

    @Test
    void fastStepsShareALineAndTheLastStepAlwaysHasOne() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.started(1, 9);
        for (int step = 1; step <= 9; step++) {
            step(tracker, step, 0.4, Map.of());
        }
        assertThat(printed().lines().map(line -> line.split("  ")[0]))
                .containsExactly("step 1/9", "step 4/9", "step 7/9", "step 9/9");
    }

    @Test
    void aMeasurementIsShownWithTheNextLine() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.started(1, 9);
        step(tracker, 1, 0.1, Map.of());
        step(tracker, 2, 0.1, Map.of("eval/accuracy", 0.415));
        step(tracker, 3, 5, Map.of());
        step(tracker, 4, 5, Map.of());
        assertThat(printed().lines().toList().get(1)).contains("step 3/9  10 s left  held-out 41.5%");
        assertThat(printed().lines().toList().get(2)).doesNotContain("held-out");
    }

    @Test
    void aRunThatEndsEarlyStillPrintsItsLastStep() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.started(1, 9);
        step(tracker, 1, 0.1, Map.of());
        step(tracker, 2, 0.1, Map.of());
        tracker.close();
        assertThat(printed().lines()).hasSize(2);
    }

    @Test
    void plainOutputHasNoControlCharactersAndNoProgress() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.started(1, 2);
        tracker.progress(1, "rollout", 3, 64);
        step(tracker, 1, 1, Map.of("reward/mean", 0.5));
        assertThat(printed()).doesNotContain("\u001b", "\r", "rollout");
    }

    @Test
    void plainOutputTellsOfLongStagesOutsideSteps() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.progress(0, "evaluation", 1, 900);
        tracker.progress(0, "evaluation", 900, 900);
        tracker.progress(0, "evaluation", 900, 900);
        assertThat(printed().lines()).containsExactly("evaluation 900/900");
    }

    @Test
    void aMeasurementTellsItsTokensAndTheirRate() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        for (int part = 1; part <= 4; part++) {
            nanos += 6_000_000_000L;
            tracker.progress(0, "evaluation tokens", 6_000L * part, 6_000L * part);
            tracker.progress(0, "evaluation", part, 4);
        }
        nanos += 6_000_000_000L;
        tracker.progress(0, "evaluation tokens", 24_000, 24_000);
        tracker.progress(0, "evaluation", 4, 4);

        // 6 000 tokens in 6 s, counted from the first 6 000 on; the last line is not told again when only the rate is
        // another
        assertThat(printed().lines())
                .containsExactly(
                        "evaluation 2/4  12.0k tokens  tok/s 1000", "evaluation 4/4  24.0k tokens  tok/s 1000");
    }

    @Test
    void theNextMeasurementCountsItsOwnTokens() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.progress(0, "evaluation tokens", 900, 900);
        tracker.progress(0, "evaluation", 2, 2);
        nanos += 100_000_000_000L;
        tracker.progress(0, "evaluation tokens", 100, 100);
        nanos += 2_000_000_000L;
        tracker.progress(0, "evaluation tokens", 300, 300);
        tracker.progress(0, "evaluation", 1, 2);

        assertThat(printed().lines())
                .containsExactly("evaluation 2/2  900 tokens", "evaluation 1/2  300 tokens  tok/s 100");
    }

    @Test
    void aLiveLineWithTokensFitsEightyColumns() {
        ConsoleTracker tracker = on(new Terminal(true, false));
        tracker.started(1, 1000);
        step(tracker, 1, 100, Map.of("reward/mean", 0.5));
        tracker.progress(2, "evaluation tokens", 1_000, 1_000);
        nanos += 1_000_000_000L;
        tracker.progress(2, "evaluation tokens", 21_000, 21_000);
        tracker.progress(2, "evaluation", 123, 1319);

        String[] drawn = printed().replaceAll("\u001b\\[[?]?[0-9]*[a-zA-Z]", "").split("\r");
        assertThat(drawn[drawn.length - 1])
                .contains("step    1/1000", "left  evaluation 123/1319  21.0k tokens")
                .hasSizeLessThan(80);
    }

    @Test
    void theSupervisedStageTellsItsLossAndTheTimeLeft() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        for (int step = 1; step <= 4; step++) {
            nanos += 6_000_000_000L;
            tracker.progress(0, "supervised", step, 4);
            tracker.supervised(
                    step, 4, Map.of("supervised/loss", 2.0 / step, "supervised/tokens_per_second", 12_345.0));
        }
        // lines are 10 s apart or more, and the last step has one; 6 s per step
        assertThat(printed().lines())
                .containsExactly(
                        "supervised 2/4  12 s left  loss 1.000  tok/s 12.3k",
                        "supervised 4/4  loss 0.500  tok/s 12.3k");
    }

    @Test
    void aLineOfATerminalFitsEightyColumnsAndKeepsTheTimeLeft() {
        ConsoleTracker tracker = on(new Terminal(true, true));
        tracker.started(1, 1000);
        Map<String, Double> metrics = new HashMap<>(Map.of(
                "reward/mean", 0.5, "completions/mean_length", 183.2, "regularizer/kl", 0.0123, "policy/entropy", 0.4));
        metrics.putAll(Map.of("throughput/tokens_per_second", 12_345.0, "time/step", 100.0, "eval/accuracy", 0.415));
        step(tracker, 1, 100, metrics);
        tracker.progress(2, "rollout", 123, 256);
        // 100 s for each of 999 steps are 27 h 45 min
        assertThat(printed().lines().flatMap(line -> Arrays.stream(line.split("\r"))))
                .allSatisfy(line -> assertThat(line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", ""))
                        .hasSizeLessThan(80))
                .anySatisfy(line -> assertThat(line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", ""))
                        .endsWith("step    1/1000  27 h 45 min left  rollout 123/256  reward 0.500"));
    }

    @Test
    void theCoachIsToldOnALineOfItsOwn() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.alarm(3, "coach", Alarm.of("truncated: found. Do."));
        tracker.alarm(3, "watch", Alarm.of("found."));
        assertThat(printed().lines())
                .containsExactly("coach at step 3, truncated: found. Do.", "alarm at step 3, watch: found.");
    }

    @Test
    void aLiveLineTellsOfStagesOutsideSteps() {
        ConsoleTracker tracker = on(new Terminal(true, false));
        tracker.progress(0, "evaluation", 3, 900);
        assertThat(printed()).endsWith("evaluation 3/900\u001b[?7h").doesNotContain("step");
    }

    @Test
    void progressRewritesTheLiveLine() {
        ConsoleTracker tracker = on(new Terminal(true, false));
        tracker.started(1, 2);
        tracker.progress(1, "rollout", 3, 64);
        tracker.progress(1, "rollout", 4, 64);
        assertThat(printed())
                .contains("\r\u001b[2K")
                .endsWith("step 0/2  rollout 4/64\u001b[?7h")
                .doesNotContain("\n");
    }

    @Test
    void aLiveMeasurementLeavesALastingLine() {
        ConsoleTracker tracker = on(new Terminal(true, false));
        tracker.started(1, 3);
        step(tracker, 1, 1, Map.of("eval/accuracy", 0.5));
        step(tracker, 2, 1, Map.of());
        assertThat(printed()).contains("step 1/3  2 s left  held-out 50.0%" + System.lineSeparator());
        assertThat(printed()).containsOnlyOnce(System.lineSeparator());
    }

    @Test
    void theTerminalIsLeftOnALineOfItsOwn() {
        ConsoleTracker tracker = on(new Terminal(true, false));
        tracker.started(1, 2);
        step(tracker, 1, 1, Map.of());
        step(tracker, 2, 1, Map.of());
        tracker.close();
        assertThat(printed()).endsWith("step 2/2" + System.lineSeparator());
    }

    @Test
    void aResumedRunEstimatesFromItsOwnStepsOnly() {
        ConsoleTracker tracker = on(Terminal.PLAIN);
        tracker.started(91, 100);
        step(tracker, 91, 10, Map.of());
        assertThat(printed()).startsWith("Continuing with step 91 of 100").contains("1 min 30 s left");
    }

    @Test
    void coloursNeedATerminalAndNoNoColor() {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm"))).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(new Terminal(true, false));
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", ""))).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(true, Map.of("TERM", "dumb"))).isEqualTo(Terminal.PLAIN);
        assertThat(Terminal.of(false, Map.of("TERM", "xterm"))).isEqualTo(Terminal.PLAIN);
    }
}
