package org.reason4j.core.trainer.evaluation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.track.Measurement;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

/** Measures the policy on held-out problems: thoroughly before and after training, greedily in between. */
public final class HeldOut {

    private final Measuring evaluator;
    private final List<Prompt> problems;
    private final HeldOutSettings settings;
    private final Observers observers;

    public HeldOut(Measuring evaluator, List<Prompt> problems, HeldOutSettings settings, Observers observers) {
        this.evaluator = evaluator;
        this.problems = problems;
        this.settings = settings;
        this.observers = observers;
    }

    public List<Prompt> problems() {
        return problems;
    }

    public Evaluator.Result full(int step) {
        long total = (long) problems.size() * (1 + settings.samples());
        return evaluator.full(problems, progress(step, total));
    }

    private Measuring.Progress progress(int step, long total) {
        return Measuring.Progress.of(total, (stage, done, all) -> observers.progress(step, stage, done, all));
    }

    /** Measures thoroughly, and tells trackers the result. */
    public Evaluator.Result measure(int step) {
        Evaluator.Result result = full(step);
        tell(step, result);
        return result;
    }

    /** Tells trackers the result of a measurement. */
    public void tell(int step, Evaluator.Result result) {
        Map<String, Double> numbers = new TreeMap<>(result.measurement().numbers());
        numbers.put("eval/unscored", (double) result.unscored());
        numbers.put("eval/threshold", settings.threshold());
        List<ScoredTrajectory> samples = result.answers().stream()
                .map(answer -> ScoredTrajectory.of(answer.response(), answer.reward()))
                .toList();
        observers.measured(Measurement.of(step, numbers, samples));
    }

    /** Measures greedily where it is the step's turn. */
    public void duringTraining(StepLog log) {
        duringTraining(log, step -> {});
    }

    /**
     * Measures greedily where it is the step's turn.
     *
     * @param beforehand called with the step before it is measured
     */
    public void duringTraining(StepLog log, IntConsumer beforehand) {
        if (settings.every() == 0 || log.step() % settings.every() != 0) {
            return;
        }
        beforehand.accept(log.step());
        List<Prompt> some = settings.during() == 0 || settings.during() >= problems.size()
                ? problems
                : problems.subList(0, settings.during());
        Evaluator.Result result =
                log.time("evaluation", () -> evaluator.greedy(some, progress(log.step(), some.size())));
        log.put("eval/accuracy", result.measurement().accuracy());
        log.put("eval/standard_error", result.measurement().standardError());
        log.put("eval/mean_length", result.measurement().responseLength());
        log.put("eval/unscored", result.unscored());
        tell(log.step(), result);
    }
}
