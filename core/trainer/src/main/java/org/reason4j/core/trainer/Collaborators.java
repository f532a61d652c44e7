package org.reason4j.core.trainer;

import org.reason4j.api.optimizer.PolicyOptimizer;

/** Everybody who takes part in a step, in the order of their turns. */
record Collaborators(
        Collector collector,
        Shaping shaping,
        PolicyOptimizer optimizer,
        Updater updater,
        MetricBuffer metrics,
        HeldOut evaluation,
        Observers observers,
        Schedules schedules,
        Checkpoints checkpoints,
        RunServices services) {}
