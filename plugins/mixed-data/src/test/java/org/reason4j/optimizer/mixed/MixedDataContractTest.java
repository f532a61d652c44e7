package org.reason4j.optimizer.mixed;

import org.reason4j.optimizer.mixed.demonstration.Demonstrations;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Offered;

class MixedDataContractTest extends PluginContract {

    MixedDataContractTest() {
        super(new MixedDataPlugin());
    }

    /** The examples of the materials have no response to show. */
    @Override
    protected Record settings(Offered<?> component) {
        return component.name().equals("demonstrations")
                ? new Demonstrations.Config(false, false)
                : component.defaults();
    }
}
