package org.reason4j.core.trainer.run;

import org.reason4j.core.trainer.evaluation.Evaluator;

/**
 * Result of a run.
 *
 * @param before measurement on held-out problems before the first step
 * @param after the same after the last step
 * @param seconds of reinforcement learning
 */
public record TrainingOutcome(Evaluator.Result before, Evaluator.Result after, double seconds) {}
