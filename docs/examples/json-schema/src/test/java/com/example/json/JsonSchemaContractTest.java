package com.example.json;

import java.util.Map;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

/** The rules that every reward keeps, for prompts that ask for a number, with the defaults and with each preset. */
class JsonSchemaContractTest extends PluginContract {

    JsonSchemaContractTest() {
        super(new JsonSchemaPlugin());
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard().withFields(Map.of("schema", Map.of("type", "number")));
    }
}
