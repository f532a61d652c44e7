package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/** Rules of guards. */
final class GuardRules {

    private static final int STEPS = 12;

    private GuardRules() {}

    static List<Rule<RunGuard>> all() {
        List<Rule<RunGuard>> rules = new ArrayList<>(List.of(
                new Rule<>(
                        "a whole run",
                        "Steps whose metrics rise and fall are looked at, with an alarm that gives a reason or without one.",
                        subject -> watch(subject.fresh(), subject, 1, STEPS)),
                new Rule<>(
                        "metrics that are missing",
                        "A step without the metrics that it reads, or without groups, raises no exception.",
                        GuardRules::missing),
                new Rule<>(
                        "odd numbers",
                        "Metrics that are NaN, infinite or huge, and names with odd characters, do not make it fail.",
                        GuardRules::odd),
                new Rule<>(
                        "empty responses",
                        "Groups of responses without a token do not make it fail.",
                        subject -> look(
                                subject.fresh(),
                                GuardedStep.of(
                                        1,
                                        Map.of(),
                                        groups(subject).stream()
                                                .map(group -> Samples.map(group, Samples::empty))
                                                .toList()))),
                new Rule<>(
                        "alarms are a function of the steps",
                        "A new instance that is shown the same steps raises the same alarms.",
                        subject -> Expect.equal(
                                "alarms of a new instance",
                                watch(subject.fresh(), subject, 1, STEPS),
                                watch(subject.fresh(), subject, 1, STEPS))),
                Rule.ofNeeds(RunGuard::requirements)));
        rules.addAll(new StateRules<RunGuard>(
                        (guard, subject) -> watch(guard, subject, 1, STEPS / 2),
                        (guard, subject) -> watch(guard, subject, STEPS / 2 + 1, STEPS))
                .all());
        return rules;
    }

    private static List<ScoredGroup> groups(Subject<RunGuard> subject) {
        return subject.materials().scoredGroups();
    }

    private static Optional<Alarm> look(RunGuard guard, GuardedStep step) {
        Optional<Alarm> alarm = Expect.result("inspect of " + step, () -> guard.inspect(step));
        alarm.ifPresent(raised ->
                Expect.that(!raised.reason().isBlank(), "alarm at %s: expected a reason, found an empty text", step));
        return alarm;
    }

    private static List<String> watch(RunGuard guard, Subject<RunGuard> subject, int first, int last) {
        List<String> alarms = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            GuardedStep step = GuardedStep.of(number, metrics(number), groups(subject));
            alarms.add(look(guard, step).map(Alarm::reason).orElse(""));
        }
        return alarms;
    }

    /** The reward rises; what is measured rises, and falls from the middle on; responses grow. */
    private static Map<String, Double> metrics(int step) {
        Map<String, Double> metrics = new TreeMap<>();
        double middle = STEPS / 2.0;
        metrics.put("reward/mean", step / (double) STEPS);
        metrics.put("eval/accuracy", 1 - Math.abs(step - middle) / middle);
        metrics.put("completions/mean_length", 10.0 * step);
        metrics.put("completions/truncated_ratio", step > middle ? 0.5 : 0.0);
        metrics.put("policy/entropy", 2.0 / step);
        return metrics;
    }

    private static void missing(Subject<RunGuard> subject) throws Exception {
        RunGuard guard = subject.fresh();
        look(guard, GuardedStep.of(1, Map.of(), List.of()));
        look(guard, GuardedStep.of(2, metrics(2), List.of()));
        look(guard, GuardedStep.of(3, Map.of(), groups(subject)));
    }

    private static void odd(Subject<RunGuard> subject) throws Exception {
        RunGuard guard = subject.fresh();
        look(guard, GuardedStep.of(1, OddInputs.metrics(), groups(subject)));
        for (float number : OddInputs.NOT_FINITE) {
            Map<String, Double> broken = metrics(2);
            broken.replaceAll((name, value) -> (double) number);
            look(guard, GuardedStep.of(2, broken, groups(subject)));
        }
        watch(guard, subject, 3, STEPS);
    }
}
