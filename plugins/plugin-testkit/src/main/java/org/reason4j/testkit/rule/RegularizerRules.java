package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.subject.Subject;

/** Rules of regularizers: what they take from rewards and credits, their loss, their adaption. */
final class RegularizerRules {

    private RegularizerRules() {}

    static List<Rule<Regularizer>> all() {
        List<Rule<Regularizer>> rules = new ArrayList<>(ShapingRules.ofRegularizers());
        rules.addAll(CreditShapingRules.ofRegularizers());
        rules.addAll(LossRules.ofRegularizers());
        rules.add(new Rule<>(
                "odd metrics",
                "A step whose metrics are missing, as after one without updates, and odd metrics of others do not make"
                        + " it fail. Its own metrics as NaN are refused, or it gives finite rewards and losses"
                        + " afterwards.",
                RegularizerRules::oddMetrics));
        rules.addAll(new StateRules<>(RegularizerRules::adapt, RegularizerRules::step).all());
        rules.add(Rule.ofNeeds(Regularizer::requirements));
        return List.copyOf(rules);
    }

    private static void oddMetrics(Subject<Regularizer> subject) throws Exception {
        Regularizer regularizer = subject.fresh();
        for (Map<String, Double> metrics : List.of(Map.<String, Double>of(), OddInputs.metrics())) {
            Expect.result("stepCompleted with " + metrics, () -> {
                regularizer.stepCompleted(metrics);
                return true;
            });
        }
        requireFinite(regularizer, subject);
        Map<String, Double> reported = metrics(regularizer, subject, Double.NaN);
        boolean refused = Expect.resultOrRefusal(() -> {
                    regularizer.stepCompleted(reported);
                    return true;
                })
                == null;
        if (!refused) {
            requireFinite(regularizer, subject);
        }
    }

    private static void requireFinite(Regularizer regularizer, Subject<Regularizer> subject) {
        List<ScoredGroup> groups = new Given(subject.materials(), regularizer.requirements()).scored();
        Given.Snapshots.rewards(Expect.result("shape after odd metrics", () -> regularizer.shape(groups)))
                .forEach((response, reward) -> Expect.that(
                        Double.isFinite(reward),
                        "reward of %s after odd metrics: expected a finite number, found %s",
                        response,
                        reward));
        LossRules.evaluated(regularizer, subject)
                .forEach(result -> Expect.that(
                        Double.isFinite(result.loss()),
                        "loss after odd metrics: expected a finite number, found %s",
                        result.loss()));
    }

    private static Object adapt(Regularizer regularizer, Subject<Regularizer> subject) {
        Object before = step(regularizer, subject);
        for (double value : new double[] {0.5, 0.25, 3}) {
            regularizer.stepCompleted(metrics(regularizer, subject, value));
        }
        return before;
    }

    /** The metrics that its loss reports, all with that value. */
    private static Map<String, Double> metrics(Regularizer regularizer, Subject<Regularizer> subject, double value) {
        Map<String, Double> metrics = new TreeMap<>();
        LossRules.evaluated(regularizer, subject)
                .forEach(result -> result.metrics().keySet().forEach(name -> metrics.put(name, value)));
        metrics.put("reward/mean", value);
        return metrics;
    }

    private static Object step(Regularizer regularizer, Subject<Regularizer> subject) {
        List<ScoredGroup> groups = new Given(subject.materials(), regularizer.requirements()).scored();
        List<ScoredGroup> shaped = Expect.result("shape", () -> regularizer.shape(groups));
        List<Credit> credits = CreditShapingRules.credits(shaped);
        return List.of(
                Given.Snapshots.rewards(shaped),
                Given.Snapshots.credits(Expect.result("shapeCredits", () -> regularizer.shapeCredits(credits))),
                LossRules.evaluated(regularizer, subject).stream()
                        .map(Batch.Result::loss)
                        .toList());
    }
}
