package org.reason4j.sampler.dynamic;

import org.reason4j.testkit.contract.PluginContract;

class DynamicSamplingContractTest extends PluginContract {

    DynamicSamplingContractTest() {
        super(new DynamicSamplingPlugin());
    }
}
