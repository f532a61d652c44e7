package org.reason4j.optimizer.preference;

import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

class PreferenceContractTest extends PluginContract {

    PreferenceContractTest() {
        super(new PreferencePlugin());
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard().withStream(Labels.STREAM, (sample, t) -> sample % 2 == 0 ? 1 : -1);
    }
}
