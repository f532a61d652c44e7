package org.reason4j.core.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

class HeldOutTest {

    private static final List<Prompt> PROBLEMS = List.of(problem(0), problem(1), problem(2), problem(3));

    private final List<String> asked = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final List<Measurement> told = new ArrayList<>();

    private static Prompt problem(int number) {
        return Prompt.of("q" + number, List.of(), new int[] {1});
    }

    /** The first problem is right, the last one has no score, and the others are wrong. */
    private final Measuring measuring = new Measuring() {
        @Override
        public Evaluator.Result greedy(List<Prompt> problems, Progress done) {
            return measure("greedy", problems, done);
        }

        @Override
        public Evaluator.Result full(List<Prompt> problems, Progress done) {
            return measure("full", problems, done);
        }
    };

    private Evaluator.Result measure(String how, List<Prompt> problems, Measuring.Progress done) {
        asked.add(how + " " + problems.stream().map(Prompt::id).toList());
        done.tokens(7);
        done.responses(1);
        List<Evaluator.Answer> answers = IntStream.range(0, problems.size() - 1)
                .mapToObj(i -> new Evaluator.Answer(
                        problems.get(i),
                        Trajectory.demonstration(problems.get(i), 0, new int[] {i}, "answer " + i),
                        i == 0 ? 1 : 0,
                        i == 0))
                .toList();
        return new Evaluator.Result(
                org.reason4j.core.host.track.HeldOutScores.greedy(1, answers.size(), 6), answers, 1);
    }

    private HeldOut heldOut(int every, int during) {
        Tracker tracker = new Tracker() {
            @Override
            public void step(int step, Map<String, Double> metrics) {
                throw new AssertionError("a measurement completes no step");
            }

            @Override
            public void progress(int step, String stage, long done, long total) {
                progress.add("step " + step + " " + stage + " " + done + " of " + total);
            }

            @Override
            public void measured(Measurement measurement) {
                told.add(measurement);
            }
        };
        return new HeldOut(
                measuring, PROBLEMS, new HeldOutSettings(every, during, 3, 0.75), new Observers(List.of(tracker)));
    }

    private static StepLog step(HeldOut heldOut, int number) {
        StepLog log = new StepLog(number);
        heldOut.duringTraining(log);
        return log;
    }

    @Test
    void onlyStepsThatEveryDividesAreMeasured() {
        HeldOut heldOut = heldOut(2, 0);
        for (int number = 1; number <= 5; number++) {
            OptionalDouble accuracy = step(heldOut, number).get("eval/accuracy");
            assertThat(accuracy.isPresent()).as("step " + number).isEqualTo(number % 2 == 0);
        }
        assertThat(told).extracting(Measurement::step).containsExactly(2, 4);
    }

    @Test
    void everyZeroMeasuresNoStep() {
        HeldOut heldOut = heldOut(0, 2);
        for (int number = 1; number <= 3; number++) {
            step(heldOut, number);
        }
        assertThat(asked).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void duringIsTheNumberOfFirstProblemsThatAStepMeasures() {
        step(heldOut(1, 2), 1);
        assertThat(asked).containsExactly("greedy [q0, q1]");
        assertThat(progress).containsExactly("step 1 evaluation tokens 7 of 7", "step 1 evaluation 1 of 2");
    }

    @Test
    void duringZeroOrMoreThanThereAreIsAllProblems() {
        step(heldOut(1, 0), 1);
        step(heldOut(1, 4), 1);
        step(heldOut(1, 9), 1);
        assertThat(asked).hasSize(3).containsOnly("greedy [q0, q1, q2, q3]");
    }

    @Test
    void theStepsMetricsAndTrackersGetTheSameNumbers() {
        StepLog log = step(heldOut(1, 0), 1);

        // one of the three scored answers is right; sqrt(1/3 * 2/3 / 3) = 0.2722
        assertThat(log.get("eval/accuracy")).hasValue(1 / 3.0);
        assertThat(log.get("eval/standard_error").orElseThrow()).isCloseTo(0.2722, within(1e-4));
        assertThat(log.get("eval/mean_length")).hasValue(6);
        assertThat(log.get("eval/unscored")).hasValue(1);
        assertThat(log.get("time/evaluation")).isPresent();
        Map<String, Double> numbers = told.get(0).numbers();
        for (String name : List.of("eval/accuracy", "eval/standard_error", "eval/mean_length", "eval/unscored")) {
            assertThat(numbers).containsEntry(name, log.get(name).orElseThrow());
        }
        assertThat(numbers).containsEntry("eval/threshold", 0.75);
    }

    @Test
    void trackersGetTheGreedyResponsesWithTheirRewards() {
        step(heldOut(1, 0), 1);
        assertThat(told.get(0).samples())
                .extracting(sample -> sample.trajectory().text() + " " + sample.reward())
                .containsExactly("answer 0 1.0", "answer 1 0.0", "answer 2 0.0");
    }

    @Test
    void theFullMeasurementTakesAllProblemsAndCountsTheirSamples() {
        HeldOut heldOut = heldOut(0, 2);
        Evaluator.Result result = heldOut.full(7);
        assertThat(asked).containsExactly("full [q0, q1, q2, q3]");
        assertThat(progress).contains("step 7 evaluation 1 of 16"); // 4 problems * (1 greedy + 3 samples)
        assertThat(told).isEmpty();
        heldOut.tell(7, result);
        assertThat(told).extracting(Measurement::step).containsExactly(7);
    }
}
