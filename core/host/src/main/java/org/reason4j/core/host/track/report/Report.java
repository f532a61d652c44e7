package org.reason4j.core.host.track.report;

import java.util.List;
import java.util.Optional;
import org.reason4j.core.host.track.Comparison;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.StepMetrics;

/**
 * Everything a report shows.
 *
 * @param facts what was known at the start
 * @param totalSteps steps the run is to have
 * @param rlSeconds wall-clock seconds of reinforcement learning so far
 * @param before the model before training; absent if not measured
 * @param after the model after training; absent while the run goes on
 * @param supervised metrics of the steps of a supervised stage so far, in order
 * @param steps metrics of the steps so far, in order
 * @param alarms of guards, in the order in which they began
 * @param comparisons held-out problems answered before and after, in the order to be shown
 * @param samples groups of trajectories, the newest last
 */
public record Report(
        RunFacts facts,
        int totalSteps,
        double rlSeconds,
        Optional<HeldOutScores> before,
        Optional<HeldOutScores> after,
        List<StepMetrics> supervised,
        List<StepMetrics> steps,
        List<AlarmEntry> alarms,
        List<Comparison> comparisons,
        List<SampledGroup> samples) {

    public Report {
        supervised = List.copyOf(supervised);
        steps = List.copyOf(steps);
        alarms = List.copyOf(alarms);
        comparisons = List.copyOf(comparisons);
        samples = List.copyOf(samples);
    }
}
