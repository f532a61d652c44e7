package org.reason4j.core.host.track.report;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.reason4j.core.host.track.MetricNames;
import org.reason4j.core.host.track.StepMetrics;

/**
 * Everything a report shows.
 *
 * @param state of the run besides its steps
 * @param supervised metrics of the steps of a supervised stage so far, in order
 * @param steps metrics of the steps so far, in order
 * @param alarms of guards, in the order in which they began
 * @param samples groups of trajectories, the newest last
 * @param responses what was recorded of the newest step, for a page that is looked at while the run goes on
 * @param recipe the recipe with every default; empty where there is no file of it
 */
public record Report(
        RunState state,
        List<StepMetrics> supervised,
        List<StepMetrics> steps,
        List<AlarmEntry> alarms,
        List<SampledGroup> samples,
        List<RecordedResponse> responses,
        String recipe) {

    private static final int RECENT = 10;

    public Report {
        supervised = List.copyOf(supervised);
        steps = List.copyOf(steps);
        alarms = List.copyOf(alarms);
        samples = List.copyOf(samples);
        responses = List.copyOf(responses);
    }

    /** The number of the last step that was made; 0 before the first. */
    public int done() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).step();
    }

    /** Seconds that the steps left will take if they take as long as the last ones; absent before the first and at the end. */
    public OptionalDouble secondsLeft() {
        int left = state.totalSteps() - done();
        return state.ended() != null || left <= 0
                ? OptionalDouble.empty()
                : steps.subList(Math.max(0, steps.size() - RECENT), steps.size()).stream()
                        .map(step -> step.values().get(MetricNames.STEP_SECONDS))
                        .filter(Objects::nonNull)
                        .mapToDouble(seconds -> seconds * left)
                        .average();
    }

    /** Wall-clock seconds of reinforcement learning so far. */
    public double seconds() {
        return state.ended() != null
                ? state.seconds()
                : steps.stream()
                        .mapToDouble(step -> step.values().getOrDefault(MetricNames.STEP_SECONDS, 0.0))
                        .sum();
    }
}
