package org.reason4j.core.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

class HeldOutTest {

    private static final List<Prompt> PROBLEMS = IntStream.range(0, 4)
            .mapToObj(i -> Prompt.of("q" + i, List.of(), new int[] {i}))
            .toList();

    private final List<List<Prompt>> measured = new ArrayList<>();
    private final List<Measurement> told = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    /** Solves the first problem alone, with a response of three tokens. */
    private final Measuring model = new Measuring() {
        @Override
        public Evaluator.Result greedy(List<Prompt> problems, LongConsumer done) {
            measured.add(problems);
            done.accept(problems.size());
            List<Evaluator.Answer> answers = new ArrayList<>();
            for (Prompt problem : problems) {
                Trajectory response = Trajectory.sampled(
                        problem, 0, new int[3], "", Finish.STOP, 0, SamplingParams.greedy(3));
                boolean right = problem.id().equals("q0");
                answers.add(new Evaluator.Answer(problem, response, right ? 1 : 0, right));
            }
            return new Evaluator.Result(
                    org.reason4j.core.host.track.Measurement.greedy(1, problems.size(), 3), answers, 0);
        }

        @Override
        public Evaluator.Result full(List<Prompt> problems, LongConsumer done) {
            return greedy(problems, done);
        }
    };

    private final Tracker tracker = new Tracker() {
        @Override
        public void step(int step, Map<String, Double> metrics) {}

        @Override
        public void progress(int step, String stage, long done, long total) {
            progress.add(step + " " + stage + " " + done + "/" + total);
        }

        @Override
        public void measured(Measurement measurement) {
            told.add(measurement);
        }
    };

    private HeldOut heldOut(int every, int during, int samples) {
        return new HeldOut(
                model,
                PROBLEMS,
                new HeldOutSettings(every, during, samples, 0.5),
                new Observers(List.of(tracker)));
    }

    @Test
    void aStepWhoseTurnItIsNotMeasuresNothing() {
        heldOut(2, 0, 0).duringTraining(new StepLog(3));
        heldOut(0, 0, 0).duringTraining(new StepLog(4));
        assertThat(measured).isEmpty();
    }

    @Test
    void whileTrainingTheFirstProblemsAreMeasuredGreedily() {
        StepLog log = new StepLog(4);
        heldOut(2, 2, 8).duringTraining(log);
        assertThat(measured).containsExactly(PROBLEMS.subList(0, 2));
        assertThat(log.get("eval/accuracy")).hasValue(0.5); // 1 of 2
        assertThat(log.get("eval/mean_length")).hasValue(3);
        assertThat(log.get("time/evaluation")).isPresent();
        assertThat(progress).containsExactly("4 evaluation 2/2");
    }

    @Test
    void noNumberOrTooLargeAOneIsAllProblems() {
        heldOut(1, 0, 0).duringTraining(new StepLog(1));
        heldOut(1, 9, 0).duringTraining(new StepLog(1));
        assertThat(measured).containsExactly(PROBLEMS, PROBLEMS);
    }

    @Test
    void trackersAreToldNumbersAndSamples() {
        heldOut(1, 0, 0).duringTraining(new StepLog(6));
        Measurement measurement = told.get(0);
        assertThat(measurement.step()).isEqualTo(6);
        assertThat(measurement.numbers())
                .containsEntry("eval/accuracy", 0.25)
                .containsEntry("eval/unscored", 0.0)
                .containsEntry("eval/threshold", 0.5);
        assertThat(measurement.samples()).extracting(one -> one.reward()).containsExactly(1.0, 0.0, 0.0, 0.0);
    }

    @Test
    void beforeAndAfterTrainingProgressCountsSamplesToo() {
        heldOut(1, 0, 2).full(0);
        assertThat(progress).containsExactly("0 evaluation 4/12"); // 4 problems, each greedy and twice sampled
    }
}
