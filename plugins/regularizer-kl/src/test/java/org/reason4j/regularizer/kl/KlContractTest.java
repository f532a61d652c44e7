package org.reason4j.regularizer.kl;

import org.reason4j.testkit.contract.PluginContract;

class KlContractTest extends PluginContract {

    KlContractTest() {
        super(new KlPlugin());
    }
}
