package com.example.json;

import java.util.Map;
import org.reason4j.api.reward.Reward;
import org.reason4j.testkit.contract.RewardContract;
import org.reason4j.testkit.subject.Materials;

/** The rules that every reward keeps, with prompts that ask for a number. */
class JsonSchemaContractTest extends RewardContract {

    @Override
    protected Reward component() {
        return new JsonSchemaReward(new JsonSchemaConfig("schema", JsonSchemaConfig.Place.WHOLE, 0.1));
    }

    @Override
    protected Materials materials() {
        return Materials.standard().withFields(Map.of("schema", Map.of("type", "number")));
    }
}
