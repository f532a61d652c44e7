package com.example.json;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the reward {@code json-schema}. */
public final class JsonSchemaPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.reward(
                "json-schema",
                JsonSchemaConfig.DEFAULTS,
                JsonSchemaReward.class,
                Map.of("strict", new JsonSchemaConfig("schema", JsonSchemaConfig.Place.WHOLE, 0)));
    }
}
