package org.reason4j.core.trainer.run;

import java.util.Map;
import org.reason4j.core.trainer.evaluation.Evaluator;

/**
 * Result of a run.
 *
 * @param before measurement on held-out problems before the first step
 * @param after the same after the last step
 * @param seconds of reinforcement learning
 * @param stages the same of each stage of the recipe that this process ended, by key in their order; empty for a recipe without
 *     stages
 */
public record TrainingOutcome(
        Evaluator.Result before, Evaluator.Result after, double seconds, Map<String, TrainingOutcome> stages) {

    /** The result of a single run. */
    static TrainingOutcome of(Evaluator.Result before, Evaluator.Result after, double seconds) {
        return new TrainingOutcome(before, after, seconds, Map.of());
    }
}
