package org.reason4j.reward.rulebased;

import java.util.Map;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;

class RuleBasedContractTest extends PluginContract {

    RuleBasedContractTest() {
        super(new RuleBasedPlugin());
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return switch (component.name()) {
            case "multiple-choice" ->
                Materials.standard()
                        .withResponses(
                                Samples.prompt("choice", "Which?").withFields(Map.of("answer", "B")),
                                "Answer: B",
                                "Answer: (C)",
                                "I do not know");
            default -> Materials.standard();
        };
    }
}
