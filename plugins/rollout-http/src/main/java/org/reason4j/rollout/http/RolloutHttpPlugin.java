package org.reason4j.rollout.http;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers rollouts on servers. */
public final class RolloutHttpPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.backend("http", HttpFleetConfig.DEFAULTS, HttpFleet.class);
    }
}
