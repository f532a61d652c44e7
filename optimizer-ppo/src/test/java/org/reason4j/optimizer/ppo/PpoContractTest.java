package org.reason4j.optimizer.ppo;

import org.reason4j.testkit.contract.PluginContract;

class PpoContractTest extends PluginContract {

    PpoContractTest() {
        super(new PpoPlugin());
    }
}
