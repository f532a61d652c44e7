package org.reason4j.guards;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers guards of runs. */
public final class GuardsPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.guard("gold-divergence", GoldDivergence.Config.DEFAULTS, GoldDivergence.class);
        registry.guard("length-drift", LengthDrift.Config.DEFAULTS, LengthDrift.class);
        registry.guard("repetition-drift", RepetitionDrift.Config.DEFAULTS, RepetitionDrift.class);
        registry.guard("share-cap", ShareCap.Config.DEFAULTS, ShareCap.class);
    }
}
