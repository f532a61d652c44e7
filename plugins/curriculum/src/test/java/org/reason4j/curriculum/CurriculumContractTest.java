package org.reason4j.curriculum;

import org.reason4j.testkit.contract.PluginContract;

class CurriculumContractTest extends PluginContract {

    CurriculumContractTest() {
        super(new CurriculumPlugin());
    }
}
