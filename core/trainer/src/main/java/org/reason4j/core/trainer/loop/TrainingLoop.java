package org.reason4j.core.trainer.loop;

import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.StepLog;

/** Reinforcement learning, step by step. A technique changes what is plugged in, never this loop. */
public final class TrainingLoop {

    private final Collaborators with;
    private final NativeHeap heap = new NativeHeap();

    public TrainingLoop(Collaborators with) {
        this.with = with;
    }

    public void run(int firstStep, int steps) {
        PolicyOptimizer optimizer = with.optimizer();
        with.observers().started(firstStep, steps);
        for (int step = firstStep; step <= steps; step++) {
            StepLog log = new StepLog(step);
            Experience experience = with.collector().collect(log); // prompts, rollouts, streams, rewards, filters
            List<ScoredGroup> shaped = with.shaping().rewards(experience.kept());
            List<Credit> assigned = optimizer.credit(shaped); // an advantage for every response token
            List<Credit> credits = with.shaping().credits(assigned);
            log.time("update", () -> update(log, credits)); // loss, backward, clipped AdamW step
            log.describe(experience, credits);
            with.metrics().moveTo(log);
            with.evaluation().duringTraining(log);
            Map<String, Double> metrics = log.complete();
            with.observers().stepCompleted(step, metrics, shaped, credits);
            with.schedules().stepCompleted(step, metrics);
            with.checkpoints().stepCompleted(log);
            heap.trimNowAndThen(); // what tensors have left behind
        }
    }

    /** Components that use the policy, and were too late for their step, wait meanwhile. */
    private void update(StepLog log, List<Credit> credits) {
        with.services().whileIdle(() -> with.updater().update(log, credits));
    }
}
