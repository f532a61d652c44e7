package org.reason4j.optimizer.preference;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the policy optimizers {@code dpo}, {@code ipo}, {@code kto} and {@code online-dpo}. */
public final class PreferencePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("dpo", Dpo.DEFAULTS, DpoOptimizer.class, Dpo.PRESETS);
        registry.optimizer("ipo", Ipo.DEFAULTS, IpoOptimizer.class);
        registry.optimizer("kto", KtoConfig.DEFAULTS, Kto.class);
        registry.optimizer("online-dpo", OnlineDpoConfig.DEFAULTS, OnlineDpo.class);
    }
}
