package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.testkit.subject.Subject;

/** Rules of policy optimizers: credit, loss, state and models. */
final class OptimizerRules {

    private OptimizerRules() {}

    static List<Rule<PolicyOptimizer>> all() {
        List<Rule<PolicyOptimizer>> rules = new ArrayList<>(CreditRules.all());
        rules.addAll(LossRules.ofOptimizers());
        rules.add(new Rule<>(
                "models",
                "Models that learn beside the policy have different names, an output and settings of their learning.",
                subject -> models(subject.fresh().models())));
        rules.addAll(new StateRules<>(OptimizerRules::step, OptimizerRules::step).all());
        rules.add(NeedsRules.of(PolicyOptimizer::requirements));
        return List.copyOf(rules);
    }

    private static Object step(PolicyOptimizer optimizer, Subject<PolicyOptimizer> subject) {
        List<ScoredGroup> groups = CreditRules.given(subject, optimizer).scored();
        return Snapshots.credits(CreditRules.credits(optimizer, groups));
    }

    static void models(List<AuxiliaryModel> models) {
        Set<String> names = new HashSet<>();
        for (AuxiliaryModel model : models) {
            Expect.that(
                    !model.name().isBlank() && names.add(model.name()),
                    "models: expected names that are not empty and different, found '%s' among %s",
                    model.name(),
                    models.stream().map(AuxiliaryModel::name).toList());
            Expect.result("output of the model '" + model.name() + "'", model::output);
            Expect.result("learning of the model '" + model.name() + "'", model::learning);
            Expect.result("stream of the model '" + model.name() + "'", model::stream);
        }
    }
}
