package org.reason4j.core.trainer.loop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.core.host.config.GuardTerm.OnAlarm;
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

    /** Lets further language models learn from what the policy wrote. */
    @FunctionalInterface
    public interface Beside {
        /** Makes their steps, where it is their turn. */
        void learn(StepLog log, List<ScoredGroup> scored);
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
        /**
         * Ends a step.
         *
         * @param accuracy on held-out problems, where the step measured it
         * @param last whether no step follows in this process, whatever the recipe's number of steps
         */
        void stepCompleted(int step, OptionalDouble accuracy, boolean last);
    }

    /**
     * The parts of a step, in the order of their turns.
     *
     * @param collecting prompts, rollouts, rewards and filters
     * @param shaping changes of rewards and credits
     * @param optimizer credit of every response token
     * @param updating changes of the weights
     * @param beside further language models that learn
     * @param metrics that components reported
     * @param evaluating held-out problems
     * @param guards that may end the run
     * @param observers trackers
     * @param schedules of sampling parameters
     * @param saving checkpoints
     */
    public record Parts(
            Collecting collecting,
            Shaping shaping,
            PolicyOptimizer optimizer,
            Updating updating,
            Beside beside,
            MetricBuffer metrics,
            Evaluating evaluating,
            Guards guards,
            Observers observers,
            Schedules schedules,
            Saving saving) {}

    private final Parts parts;
    private final int steps;
    private final NativeHeap heap = new NativeHeap();
    private int next;
    private boolean told;
    private boolean stopped; // by a guard
    private @Nullable Object pending; // the experience or the credits of a step that is not done

    /**
     * Prepares the steps after {@code done}.
     *
     * @param steps number of the last one
     */
    public TrainingLoop(Parts parts, int done, int steps) {
        this.parts = parts;
        this.steps = steps;
        next = done + 1;
    }

    /** Makes all steps that are left. */
    public void run() {
        start();
        while (hasNext()) {
            step();
        }
    }

    /** Makes one step. */
    public StepResult step() {
        StepExperience experience = experience();
        StepCredits credits = credits(experience);
        return update(credits);
    }

    /** Collects what the next step learns from. */
    public StepExperience experience() {
        start();
        StepLog log = new StepLog(next);
        StepExperience experience = new StepExperience(log, parts.collecting().collect(log));
        pending = experience;
        return experience;
    }

    /** Gives every response token its advantage. */
    public StepCredits credits(StepExperience experience) {
        StepLog log = experience.log();
        List<ScoredGroup> shaped = parts.shaping().rewards(log, experience.kept());
        List<Credit> assigned = parts.shaping().credits(log, parts.optimizer(), shaped);
        StepCredits credits = new StepCredits(experience, shaped, assigned);
        pending = credits;
        return credits;
    }

    /** Changes the weights, and ends the step: it is measured where it is its turn, told to trackers, and saved. */
    public StepResult update(StepCredits given) {
        StepLog log = given.experience().log();
        List<Credit> credits = given.credits();
        log.time("update", () -> parts.updating().update(log, credits));
        parts.beside().learn(log, given.experience().experience().scored());
        log.describe(given.experience().experience(), credits);
        parts.evaluating().duringTraining(log);
        parts.metrics().moveTo(log);
        List<Guards.Raised> alarms = parts.guards().check(log, given.groups());
        parts.metrics().moveTo(log); // nothing that was reported waits for the next step: a checkpoint follows
        Map<String, Double> metrics = log.complete();
        parts.observers().stepCompleted(next, metrics, given.groups(), credits);
        alarms.forEach(raised -> parts.observers().alarm(next, raised.guard(), raised.alarm()));
        parts.schedules().stepCompleted(next, metrics);
        Optional<Guards.Raised> pause = Guards.first(alarms, OnAlarm.PAUSE);
        stopped = Guards.first(alarms, OnAlarm.STOP).isPresent();
        parts.saving().stepCompleted(next, log.get("eval/accuracy"), stopped || pause.isPresent());
        heap.trimNowAndThen();
        pending = null;
        next++;
        if (pause.isPresent() && !stopped) {
            throw new GuardPause(log.step(), pause.get().guard(), pause.get().alarm());
        }
        return new StepResult(log.step(), metrics, given.groups(), credits);
    }

    private void start() {
        if (!told) {
            told = true;
            parts.observers().started(next, steps);
        }
    }

    /** True unless all steps are done, or a guard stopped the run. */
    public boolean hasNext() {
        return next <= steps && !stopped;
    }

    /** True if a guard stopped the run. */
    public boolean isStopped() {
        return stopped;
    }

    /** The last step that is done; 0 for none. */
    public int done() {
        return next - 1;
    }

    /**
     * Checks that a step can begin.
     *
     * @throws IllegalStateException if all are done, or one is under way
     */
    public void requireNext() {
        requireBetweenSteps();
        if (!hasNext()) {
            throw new IllegalStateException(
                    stopped
                            ? "A guard stopped the run after step " + done() + "."
                            : "All " + steps + " steps are done. Raise training.steps in the recipe for more.");
        }
    }

    /**
     * Checks that no step is under way.
     *
     * @throws IllegalStateException that says what the step waits for
     */
    public void requireBetweenSteps() {
        if (pending != null) {
            throw new IllegalStateException("Step " + next + " is not done: pass its "
                    + (pending instanceof StepExperience ? "experience to credits, and those" : "credits")
                    + " to update first.");
        }
    }

    /**
     * Checks that the step under way goes on with a result.
     *
     * @throws IllegalStateException that says what it goes on with
     */
    public void requirePending(Object result) {
        if (pending != result) {
            throw new IllegalStateException("This is the " + result + ", but "
                    + (pending == null
                            ? "the next call is experience(), for step " + next
                            : "the step under way goes on with the " + pending)
                    + ". Each result is used once.");
        }
    }
}
