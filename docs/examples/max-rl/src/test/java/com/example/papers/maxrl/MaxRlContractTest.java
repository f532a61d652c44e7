package com.example.papers.maxrl;

import org.reason4j.testkit.contract.PluginContract;

/** The rules that every optimizer and every filter keeps, with the defaults and with each preset. */
class MaxRlContractTest extends PluginContract {

    MaxRlContractTest() {
        super(new MaxRlPlugin());
    }
}
