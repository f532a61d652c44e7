package org.reason4j.core.trainer.loop;

import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.core.trainer.checkpoint.Checkpoints;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.evaluation.HeldOut;
import org.reason4j.core.trainer.experience.Collector;
import org.reason4j.core.trainer.learning.Updater;
import org.reason4j.core.trainer.report.MetricBuffer;
import org.reason4j.core.trainer.report.Observers;

/** Everybody who takes part in a step, in the order of their turns. */
public record Collaborators(
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
