package org.reason4j.sampler.budget;

import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Offered;

/** Budgets that fit the twelve tokens of the contract's responses. */
class BudgetContractTest extends PluginContract {

    BudgetContractTest() {
        super(new BudgetPlugin());
    }

    @Override
    protected Record settings(Offered<?> component) {
        return new LengthInterruptionConfig(2, 5, 4, "#:", ":");
    }
}
