package org.reason4j.optimizer.grpo;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the policy optimizer {@code grpo}. */
public final class GrpoPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("grpo", GrpoConfig.DEFAULTS, Grpo.class, GrpoConfig.PRESETS);
    }
}
