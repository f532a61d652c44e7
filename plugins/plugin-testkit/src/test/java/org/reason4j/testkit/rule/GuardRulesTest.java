package org.reason4j.testkit.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class GuardRulesTest extends Breakers<RunGuard> {

    GuardRulesTest() {
        super(Kind.GUARD);
    }

    /** Raises an alarm where responses are longer than in the first step. */
    private static class Growth implements RunGuard, Stateful {

        private double first;

        @Override
        public Optional<Alarm> inspect(GuardedStep step) {
            double length = step.metric("completions/mean_length").orElse(Double.NaN);
            if (!Double.isFinite(length)) {
                return Optional.empty();
            }
            if (first == 0) {
                first = length;
            }
            return length > 2 * first
                    ? Optional.of(Alarm.of("Responses have " + length + " tokens."))
                    : Optional.empty();
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("first", first);
        }

        @Override
        public void restore(Map<String, Object> state) {
            first = ((Number) state.get("first")).doubleValue();
        }
    }

    @Override
    List<Subject<RunGuard>> good() {
        return List.of(Subject.of("the good guard", Growth::new, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("a whole run", () -> step -> Optional.of(Alarm.of(" ")));
        breaks(
                "metrics that are missing",
                () -> step -> step.metric("reward/mean").getAsDouble() > 2
                        ? Optional.of(Alarm.of("The reward is large."))
                        : Optional.empty());
        breaks("odd numbers", () -> step -> {
            for (double value : step.metrics().values()) {
                if (Double.isNaN(value)) {
                    throw new IllegalStateException("a metric is no number");
                }
            }
            return Optional.empty();
        });
        breaks("empty responses", () -> step -> {
            int tokens = step.groups().stream()
                    .mapToInt(group -> group.trajectories().get(0).trajectory().token(0))
                    .sum();
            return Optional.of(Alarm.of("Token " + tokens + ".")).filter(alarm -> tokens < 0);
        });
        AtomicInteger instances = new AtomicInteger();
        breaks("alarms are a function of the steps", () -> {
            int own = instances.incrementAndGet();
            return step -> Optional.of(Alarm.of("Instance " + own + "."));
        });
        breaks("what it remembers is its state", () -> {
            AtomicInteger steps = new AtomicInteger();
            return step -> Optional.of(Alarm.of("Step " + steps.incrementAndGet() + "."));
        });
        breaks("save and restore", () -> new Growth() {
            @Override
            public void restore(Map<String, Object> state) {}
        });
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new RunGuard() {
            @Override
            public Optional<Alarm> inspect(GuardedStep step) {
                return Optional.empty();
            }

            @Override
            public Requirements requirements() {
                return Requirements.NONE.groupsOf(asked.incrementAndGet());
            }
        });
    }
}
