package org.reason4j.optimizer.offpolicy;

import org.reason4j.testkit.contract.PluginContract;

class OffPolicyContractTest extends PluginContract {

    OffPolicyContractTest() {
        super(new OffPolicyPlugin());
    }
}
