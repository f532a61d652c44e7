package org.reason4j.cli.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.track.coach.Coach;

/** Keeps what a report of a few steps is made of. */
final class Trial implements Tracker {

    private final List<Map<String, Double>> steps = new ArrayList<>();
    private final List<ScoredTrajectory> responses = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private long supervisedFrom;
    private long supervisedUntil;
    private long supervisedSteps;

    @Override
    public void progress(int step, String stage, long done, long total) {
        if (stage.equals("supervised")) {
            supervisedUntil = System.nanoTime();
            supervisedFrom = done == 1 ? supervisedUntil : supervisedFrom;
            supervisedSteps = done - 1;
        }
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        steps.add(Map.copyOf(metrics));
    }

    @Override
    public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
        groups.forEach(group -> responses.addAll(group.trajectories()));
    }

    @Override
    public void alarm(int step, String guard, Alarm alarm) {
        String who = guard.equals(Coach.NAME) ? "" : guard + " at ";
        alarms.add(who + "step " + step + ", " + alarm.reason());
    }

    /** Metrics of each step. */
    List<Map<String, Double>> steps() {
        return List.copyOf(steps);
    }

    /** Hints of the coach and alarms of the recipe's guards. */
    List<String> alarms() {
        return List.copyOf(alarms);
    }

    /** Seconds of a supervised step after the first; empty where there were no two. */
    OptionalDouble supervisedSeconds() {
        return supervisedSteps == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((supervisedUntil - supervisedFrom) / 1e9 / supervisedSteps);
    }

    /** The first response that is right, or wrong, by a reward; by all rewards together where that one gave no values. */
    Optional<ScoredTrajectory> response(String measure, double threshold, boolean right) {
        return responses.stream()
                .filter(one -> (value(one, measure) >= threshold) == right)
                .findFirst();
    }

    private static double value(ScoredTrajectory scored, String measure) {
        return scored.scores().get(measure) instanceof Score.Value value ? value.value() : scored.reward();
    }
}
