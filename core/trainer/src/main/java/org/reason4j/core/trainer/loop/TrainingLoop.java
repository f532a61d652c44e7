package org.reason4j.core.trainer.loop;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.MetricBuffer;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

/** Reinforcement learning, step by step. A technique changes what is plugged in, never this loop. */
public final class TrainingLoop {

    /** Collects what a step learns from: prompts, rollouts, streams, rewards, filters. */
    @FunctionalInterface
    public interface Collecting {
        /** Returns the experience of a step. */
        Experience collect(StepLog log);
    }

    /** Makes the updates of a step: loss, backward pass, clipped AdamW step. */
    @FunctionalInterface
    public interface Updating {
        /** Changes the weights. */
        void update(StepLog log, List<Credit> credits);
    }

    /** Measures held-out problems where it is the step's turn. */
    @FunctionalInterface
    public interface Evaluating {
        /** Puts the measurement into the step's metrics. */
        void duringTraining(StepLog log);
    }

    /** Writes a checkpoint where it is the step's turn. */
    @FunctionalInterface
    public interface Saving {
        /** Ends a step; {@code accuracy} is that on held-out problems, where the step measured it. */
        void stepCompleted(int step, OptionalDouble accuracy);
    }

    /**
     * The parts of a step, in the order of their turns.
     *
     * @param collecting prompts, rollouts, rewards and filters
     * @param shaping changes of rewards and credits
     * @param optimizer credit of every response token
     * @param updating changes of the weights
     * @param metrics that components reported
     * @param evaluating held-out problems
     * @param observers trackers
     * @param schedules of sampling parameters
     * @param saving checkpoints
     */
    public record Parts(
            Collecting collecting,
            Shaping shaping,
            PolicyOptimizer optimizer,
            Updating updating,
            MetricBuffer metrics,
            Evaluating evaluating,
            Observers observers,
            Schedules schedules,
            Saving saving) {}

    private final Parts parts;
    private final NativeHeap heap = new NativeHeap();

    public TrainingLoop(Parts parts) {
        this.parts = parts;
    }

    /** Runs the steps from {@code firstStep} to {@code steps}. */
    public void run(int firstStep, int steps) {
        parts.observers().started(firstStep, steps);
        for (int step = firstStep; step <= steps; step++) {
            StepLog log = new StepLog(step);
            Experience experience = parts.collecting().collect(log);
            List<ScoredGroup> shaped = parts.shaping().rewards(experience.kept());
            List<Credit> assigned = parts.optimizer().credit(shaped);
            List<Credit> credits = parts.shaping().credits(assigned);
            log.time("update", () -> parts.updating().update(log, credits));
            log.describe(experience, credits);
            parts.evaluating().duringTraining(log);
            parts.metrics().moveTo(log); // nothing that was reported waits for the next step: a checkpoint follows
            Map<String, Double> metrics = log.complete();
            parts.observers().stepCompleted(step, metrics, shaped, credits);
            parts.schedules().stepCompleted(step, metrics);
            parts.saving().stepCompleted(step, log.get("eval/accuracy"));
            heap.trimNowAndThen();
        }
    }
}
