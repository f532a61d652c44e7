package org.reason4j.optimizer.grpo;

import org.reason4j.api.data.ScoredGroup;
import org.reason4j.optimizer.grpo.advantage.MaxRl;
import org.reason4j.optimizer.grpo.advantage.PassAtK;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

class GrpoContractTest extends PluginContract {

    GrpoContractTest() {
        super(new GrpoPlugin());
    }

    /** No reward is below 0 where the mean of a group must measure success. */
    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        Materials standard = Materials.standard();
        boolean measuresSuccess = settings instanceof PolicyGradientConfig parts && parts.advantage() instanceof MaxRl;
        return measuresSuccess
                ? standard.withScoredGroups(standard.scoredGroups().stream()
                        .map(GrpoContractTest::withoutPenalties)
                        .toList())
                : standard;
    }

    /** Two win together, since no group of the materials has four wrong responses. */
    @Override
    protected Record settings(Offered<?> component) {
        return component.defaults() instanceof PolicyGradientConfig parts && parts.advantage() instanceof PassAtK
                ? new PolicyGradientConfig(new PassAtK(2, 0, 1e-6), parts.loss(), parts.aggregation())
                : component.defaults();
    }

    private static ScoredGroup withoutPenalties(ScoredGroup group) {
        return group.mapAll(one -> one.withOutcome(Math.max(0, one.outcome())));
    }
}
