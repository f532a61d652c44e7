package org.reason4j.optimizer.grpo;

import org.reason4j.testkit.contract.PluginContract;

class GrpoContractTest extends PluginContract {

    GrpoContractTest() {
        super(new GrpoPlugin());
    }
}
