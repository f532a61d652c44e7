package org.reason4j.reward.unsupervised;

import org.reason4j.testkit.contract.PluginContract;

class UnsupervisedContractTest extends PluginContract {

    UnsupervisedContractTest() {
        super(new UnsupervisedPlugin());
    }
}
