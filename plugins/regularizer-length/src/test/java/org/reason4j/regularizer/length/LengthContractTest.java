package org.reason4j.regularizer.length;

import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Offered;

class LengthContractTest extends PluginContract {

    LengthContractTest() {
        super(new LengthPlugin());
    }

    /** Responses of the materials have 4 tokens at most. */
    @Override
    protected Record settings(Offered<?> component) {
        return component.name().equals("soft-overlong") ? new SoftOverlongConfig(4, 2, 1) : component.defaults();
    }
}
