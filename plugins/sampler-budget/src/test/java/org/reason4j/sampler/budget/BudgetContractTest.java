package org.reason4j.sampler.budget;

import java.util.List;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Offered;

/** Budgets that fit the twelve tokens of the contract's responses. */
class BudgetContractTest extends PluginContract {

    BudgetContractTest() {
        super(new BudgetPlugin());
    }

    @Override
    protected Record settings(Offered<?> component) {
        return switch (component.name()) {
            case "length-interruption" -> new LengthInterruptionConfig(2, 5, 4, "#:", ":");
            case "budget-forcing" -> new BudgetForcingConfig(5, "", 1, "~", "7", "#7", 4);
            case "length-stages" -> new LengthStagesConfig(List.of(3, 12), List.of(3), 0.1);
            default -> component.defaults();
        };
    }
}
