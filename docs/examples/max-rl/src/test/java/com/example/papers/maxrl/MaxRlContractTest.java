package com.example.papers.maxrl;

import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

/** The rules that every optimizer and every filter keeps, with the defaults and with each preset; no reward is negative. */
class MaxRlContractTest extends PluginContract {

    MaxRlContractTest() {
        super(new MaxRlPlugin());
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        Materials standard = Materials.standard();
        return standard.withScoredGroups(standard.scoredGroups().stream()
                .map(MaxRlContractTest::withoutPenalties)
                .toList());
    }

    private static ScoredGroup withoutPenalties(ScoredGroup group) {
        return group.mapAll(one -> ScoredTrajectory.of(one.trajectory(), Math.max(0, one.outcome())));
    }
}
