package org.reason4j.regularizer.entropy;

import org.reason4j.testkit.contract.PluginContract;

class EntropyContractTest extends PluginContract {

    EntropyContractTest() {
        super(new EntropyPlugin());
    }
}
