package com.example.json;

import org.reason4j.api.reward.Reward;
import org.reason4j.testkit.contract.RewardContract;

/** The rules that every reward keeps. */
class JsonSchemaContractTest extends RewardContract {

    @Override
    protected Reward component() {
        return new JsonSchemaReward(JsonSchemaConfig.DEFAULTS);
    }
}
