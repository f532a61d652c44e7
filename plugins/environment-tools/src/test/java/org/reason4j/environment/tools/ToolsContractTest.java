package org.reason4j.environment.tools;

import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

/** A calculator answers calls in square brackets: a right one, one to divide by zero, one of an unknown tool. */
class ToolsContractTest extends PluginContract {

    ToolsContractTest() {
        super(new ToolsPlugin());
    }

    @Override
    protected Record settings(Offered<?> component) {
        return component.name().equals("tools") ? Episodes.shortTags(0.1, -0.2) : component.defaults();
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard()
                .withTurns(
                        "Let me compute: [{\"name\": \"calc\", \"arguments\": {\"expression\": \"2+2\"}}]",
                        "And now [{\"name\": \"calc\", \"arguments\": {\"expression\": \"1/0\"}}]",
                        "Or [{\"name\": \"nobody\"}]",
                        "It is 4.");
    }
}
