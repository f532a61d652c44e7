package ${package};

import org.reason4j.testkit.contract.PluginContract;

/** The rules that every ${kind} keeps, for all that the plugin offers, with the defaults and with every preset. */
class ${className}ContractTest extends PluginContract {

    ${className}ContractTest() {
        super(new ${className}Plugin());
    }
}
