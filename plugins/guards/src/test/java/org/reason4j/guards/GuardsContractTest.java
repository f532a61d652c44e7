package org.reason4j.guards;

import org.reason4j.testkit.contract.PluginContract;

class GuardsContractTest extends PluginContract {

    GuardsContractTest() {
        super(new GuardsPlugin());
    }
}
