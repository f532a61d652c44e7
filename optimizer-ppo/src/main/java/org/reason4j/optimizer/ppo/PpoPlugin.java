package org.reason4j.optimizer.ppo;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the policy optimizers {@code ppo} and {@code trpo}. */
public final class PpoPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("ppo", PpoConfig.DEFAULTS, Ppo.class, PpoConfig.PRESETS);
        registry.optimizer("trpo", TrpoConfig.DEFAULTS, Trpo.class);
    }
}
