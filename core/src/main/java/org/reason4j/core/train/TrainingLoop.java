package org.reason4j.core.train;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.core.reward.ScoringResult;

/** Reinforcement learning, step by step. A technique changes what is plugged in, never this loop. */
final class TrainingLoop {

    private final Collaborators with;

    TrainingLoop(Collaborators with) {
        this.with = with;
    }

    void run(int firstStep, int steps) {
        PolicyOptimizer optimizer = with.optimizer();
        with.observers().started(firstStep, steps);
        for (int step = firstStep; step <= steps; step++) {
            StepLog log = new StepLog(step);
            List<Prompt> prompts = with.prompts().ofStep(step);
            List<Group> groups = log.time("rollout", () -> with.sampler().sample(with.samplingStep(log, prompts)));
            List<Group> measured =
                    with.streams().add(log, groups); // log-probabilities and entropies that were asked for
            ScoringResult scored =
                    log.time("reward", () -> with.scorer().score(measured)); // typed outcomes; survivors only
            List<ScoredGroup> shaped = with.shaping().apply(scored.groups());
            List<Credit> credits = optimizer.credit(shaped); // an advantage for every response token
            log.time("update", () -> with.updater().update(log, credits)); // loss, backward, clipped AdamW step
            log.describe(groups, scored, credits);
            with.evaluation().duringTraining(log);
            with.observers().stepCompleted(log, shaped, credits);
            with.checkpoints().stepCompleted(log);
        }
    }
}
