package org.reason4j.regularizer.length;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the reward shaper {@code soft-overlong} and the credit shaper {@code overlong-filter}. */
public final class LengthPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.shaper("soft-overlong", SoftOverlongConfig.DEFAULTS, SoftOverlong.class);
        registry.creditShaper("overlong-filter", OverlongFilterConfig.DEFAULTS, OverlongFilter.class);
    }
}
