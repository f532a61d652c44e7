package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.Tracker;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class TrackerRulesTest extends Breakers<Tracker> {

    TrackerRulesTest() {
        super(Kind.TRACKER);
    }

    private static void requirePositive(Double number) {
        if (number < 0) {
            throw new IllegalArgumentException("negative");
        }
    }

    private static void requireNumber(Double number) {
        if (!Double.isFinite(number)) {
            throw new NumberFormatException("no JSON for " + number);
        }
    }

    @Override
    List<Subject<Tracker>> good() {
        return List.of(Subject.of("the good tracker", () -> (step, metrics) -> {}, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("a whole run", () -> new Tracker() {
            @Override
            public void step(int step, Map<String, Double> metrics) {}

            @Override
            public void measured(Measurement measurement) {
                requirePositive(measurement.numbers().get("eval/pass@8"));
            }
        });
        breaks("odd numbers", () -> (step, metrics) -> metrics.values().forEach(TrackerRulesTest::requireNumber));
        breaks("odd responses", () -> new Tracker() {
            @Override
            public void step(int step, Map<String, Double> metrics) {}

            @Override
            public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
                credits.get(0).advantage(0);
            }
        });
        breaks("a run that fails at once", () -> new Tracker() {
            @Override
            public void step(int step, Map<String, Double> metrics) {}

            @Override
            public void ended(RunEnd end) {
                end.failure()
                        .ifPresent(failure ->
                                requirePositive((double) failure.getMessage().length()));
            }
        });
        Set<Integer> recorded = new HashSet<>();
        breaks("a run that goes on", () -> (step, metrics) -> {
            if (!recorded.add(step)) {
                throw new IllegalStateException("step " + step + " is there already");
            }
        });
        breaks("a run of many steps", () -> {
            List<Integer> steps = new ArrayList<>(List.of(0));
            return (step, metrics) -> {
                if (step != steps.get(steps.size() - 1) + 1) {
                    throw new IllegalStateException("a step is missing");
                }
                steps.add(step);
            };
        });
        breaks("inputs stay as they are", () -> (step, metrics) -> metrics.remove("nan"));
    }
}
