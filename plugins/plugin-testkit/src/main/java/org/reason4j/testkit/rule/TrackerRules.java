package org.reason4j.testkit.rule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.Tracker;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/** Rules of trackers: whatever happens in a run, they do not end it. */
final class TrackerRules {

    private TrackerRules() {}

    static List<Rule<Tracker>> all() {
        return List.of(
                new Rule<>("a whole run", "It watches three steps from beginning to end.", TrackerRules::wholeRun),
                new Rule<>(
                        "odd numbers",
                        "Metrics that are NaN, infinite, huge or none at all, and names with odd characters, do not make it fail.",
                        TrackerRules::oddNumbers),
                new Rule<>(
                        "odd responses",
                        "Responses without a token and with odd texts, and steps without groups, do not make it fail.",
                        TrackerRules::oddResponses),
                new Rule<>(
                        "a run that fails at once",
                        "A run may end before its first step, by an exception without a message.",
                        TrackerRules::failsAtOnce),
                new Rule<>(
                        "a run that goes on",
                        "After an earlier process, a run goes on with a step that is not the first, which may be one that was"
                                + " recorded.",
                        TrackerRules::goesOn),
                new Rule<>(
                        "a run of many steps",
                        "Steps need not follow one another closely, and metrics come and go from step to step.",
                        TrackerRules::gaps),
                new Rule<>(
                        "inputs stay as they are",
                        "The metrics that it is given hold the same numbers afterwards.",
                        TrackerRules::inputs));
    }

    /** What a tracker is told. */
    private interface Event {
        void tell() throws Exception;
    }

    private static void tell(String what, Event event) {
        Expect.result(what, () -> {
            event.tell();
            return true;
        });
    }

    private static List<ScoredGroup> groups(Subject<Tracker> subject) {
        return subject.materials().scoredGroups();
    }

    private static void run(Subject<Tracker> subject, Tracker tracker, int first, int last) {
        tell("started(" + first + ", 3)", () -> tracker.started(first, 3));
        tell("measured before a step", () -> tracker.measured(measurement(subject, first - 1, 0.25)));
        for (int i = first; i <= last; i++) {
            int step = i;
            tell("progress", () -> tracker.progress(step, "rollouts", 1, 2));
            tell(
                    "trajectories",
                    () -> tracker.trajectories(step, groups(subject), CreditShapingRules.credits(groups(subject))));
            tell("step(" + step + ")", () -> tracker.step(step, Map.of("reward/mean", step / 3.0, "loss", -0.5)));
            tell("alarm", () -> tracker.alarm(step, "watch", Alarm.of("Step " + step + ".")));
        }
        tell("measured after a step", () -> tracker.measured(measurement(subject, last, 0.5)));
    }

    private static Measurement measurement(Subject<Tracker> subject, int step, double accuracy) {
        List<ScoredTrajectory> samples = groups(subject).get(0).trajectories();
        return Measurement.of(step, Map.of("eval/accuracy", accuracy), samples);
    }

    private static void end(Tracker tracker, RunEnd end) {
        tell("ended", () -> tracker.ended(end));
        tell("close", tracker::close);
    }

    private static void wholeRun(Subject<Tracker> subject) throws Exception {
        Tracker tracker = subject.freshToClose();
        run(subject, tracker, 1, 3);
        end(tracker, RunEnd.completed(3, 1.5));
    }

    private static void oddNumbers(Subject<Tracker> subject) throws Exception {
        Tracker tracker = subject.freshToClose();
        tell("started", () -> tracker.started(1, 3));
        tell("step with no metrics", () -> tracker.step(1, Map.of()));
        tell("step with odd metrics", () -> tracker.step(2, OddInputs.metrics()));
        tell(
                "measured with odd numbers",
                () -> tracker.measured(Measurement.of(2, Map.of("eval/accuracy", Double.NaN), List.of())));
        tell("progress of nothing", () -> tracker.progress(3, "", 0, 0));
        tell("step with odd metrics", () -> tracker.step(3, OddInputs.metrics()));
        end(tracker, RunEnd.completed(3, Double.NaN));
    }

    private static void oddResponses(Subject<Tracker> subject) throws Exception {
        Tracker tracker = subject.freshToClose();
        tell("started", () -> tracker.started(1, 2));
        tell("trajectories of no groups", () -> tracker.trajectories(1, List.of(), List.of()));
        tell("step", () -> tracker.step(1, Map.of("loss", 0.0)));
        List<ScoredGroup> empty = groups(subject).stream()
                .map(group -> Samples.map(group, Samples::empty))
                .toList();
        tell(
                "trajectories of empty responses",
                () -> tracker.trajectories(2, empty, CreditShapingRules.credits(empty)));
        for (String text : OddInputs.TEXTS) {
            List<ScoredGroup> odd = groups(subject).stream()
                    .map(group -> Samples.map(group, one -> Samples.saying(one, text)))
                    .toList();
            tell(
                    "trajectories with the text " + OddInputs.shown(text),
                    () -> tracker.trajectories(2, odd, CreditShapingRules.credits(odd)));
            tell(
                    "measured with the text " + OddInputs.shown(text),
                    () -> tracker.measured(Measurement.of(
                            2, Map.of("eval/accuracy", 0.0), odd.get(0).trajectories())));
        }
        tell("step", () -> tracker.step(2, Map.of("loss", 0.0)));
        end(tracker, RunEnd.completed(2, 1));
    }

    private static void failsAtOnce(Subject<Tracker> subject) throws Exception {
        Tracker tracker = subject.freshToClose();
        tell("started", () -> tracker.started(1, 3));
        end(tracker, RunEnd.failed(0, 0, new IllegalStateException()));
        Tracker never = subject.freshToClose();
        end(never, RunEnd.failed(0, 0, new IllegalStateException("before the start")));
    }

    private static void goesOn(Subject<Tracker> subject) throws Exception {
        Tracker first = subject.freshToClose();
        run(subject, first, 1, 2);
        end(first, RunEnd.failed(2, 1, new IllegalStateException("power cut")));
        Tracker second = subject.freshToClose();
        run(subject, second, 2, 3);
        end(second, RunEnd.completed(3, 2));
    }

    private static void gaps(Subject<Tracker> subject) throws Exception {
        Tracker tracker = subject.freshToClose();
        tell("started", () -> tracker.started(1, 1_000_000));
        for (int step : new int[] {1, 2, 500, 999_999, 1_000_000}) {
            tell("step(" + step + ")", () -> tracker.step(step, Map.of("metric-" + step % 3, 1.0 / step)));
        }
        end(tracker, RunEnd.completed(1_000_000, 1e6));
    }

    private static void inputs(Subject<Tracker> subject) throws Exception {
        Tracker tracker = subject.freshToClose();
        Map<String, Double> metrics = new TreeMap<>(OddInputs.metrics());
        tell("started", () -> tracker.started(1, 1));
        tell("step", () -> tracker.step(1, metrics));
        Expect.equal("metrics after step", metrics, OddInputs.metrics());
        end(tracker, RunEnd.completed(1, 1));
    }
}
