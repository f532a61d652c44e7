package org.reason4j.reward.dense.step;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;

/**
 * Values at the beginnings of steps, by {@link Continuations}, and outcomes by the measuring reward. Prefixes that responses
 * of a group share, such as the empty one, are valued once.
 *
 * @param firstStep the first step whose beginning is valued, from 0
 * @param maxSteps largest number of a response's first steps that are looked at
 * @param estimate the value, from the outcomes of continuations
 */
public record StepValues(
        Steps steps,
        int firstStep,
        int maxSteps,
        Continuations continuations,
        Measure measure,
        ToDoubleFunction<double[]> estimate) {

    /**
     * Steps of one response.
     *
     * @param starts the first token of each
     * @param values at the beginnings of the steps from {@code firstStep} on, up to {@code maxSteps}; empty without an outcome
     * @param outcome of the response, or the reason why there is none or a value is missing
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by who asked
    public record Found(int[] starts, double[] values, Score outcome) {}

    /** Returns the steps of each response, in group order. */
    public List<Found> of(Group group) throws Exception {
        List<Score> outcomes = Outcomes.of(measure, group);
        List<int[]> starts = group.trajectories().stream().map(steps::starts).toList();
        Map<IntBuffer, Score> values = values(group, outcomes, starts);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Trajectory trajectory = group.trajectories().get(i);
            found.add(found(trajectory, outcome(trajectory, outcomes.get(i)), starts.get(i), values));
        }
        return found;
    }

    /** Outcome of a response; truncated responses have that of truncated continuations. */
    private Score outcome(Trajectory trajectory, Score measured) {
        return trajectory.finish() == Finish.LENGTH ? Score.of(continuations.unfinished()) : measured;
    }

    /** Estimates the values of the distinct prefixes of all responses that have an outcome. */
    private Map<IntBuffer, Score> values(Group group, List<Score> outcomes, List<int[]> starts) throws Exception {
        Map<IntBuffer, int[]> beginnings = new LinkedHashMap<>();
        for (int i = 0; i < group.size(); i++) {
            Trajectory trajectory = group.trajectories().get(i);
            if (outcome(trajectory, outcomes.get(i)) instanceof Score.Value) {
                for (int start : valued(starts.get(i))) {
                    int[] beginning = Arrays.copyOf(trajectory.response(), start);
                    beginnings.putIfAbsent(IntBuffer.wrap(beginning), beginning);
                }
            }
        }
        List<Score> scores = continuations.values(group.prompt(), List.copyOf(beginnings.values()), estimate);
        Map<IntBuffer, Score> values = new LinkedHashMap<>();
        int next = 0;
        for (IntBuffer beginning : beginnings.keySet()) {
            values.put(beginning, scores.get(next++));
        }
        return values;
    }

    private int[] valued(int[] starts) {
        int end = Math.min(starts.length, maxSteps);
        return firstStep < end ? Arrays.copyOfRange(starts, firstStep, end) : new int[0];
    }

    private Found found(Trajectory trajectory, Score outcome, int[] starts, Map<IntBuffer, Score> known) {
        if (!(outcome instanceof Score.Value)) {
            return new Found(starts, new double[0], outcome);
        }
        int[] valued = valued(starts);
        double[] values = new double[valued.length];
        for (int j = 0; j < valued.length; j++) {
            Score value = known.get(IntBuffer.wrap(trajectory.response(), 0, valued[j]));
            if (!(value instanceof Score.Value estimated)) {
                Score reason = value == null ? Score.failed("a step's beginning was not valued") : value;
                return new Found(starts, new double[0], reason);
            }
            values[j] = estimated.value();
        }
        return new Found(starts, values, outcome);
    }
}
