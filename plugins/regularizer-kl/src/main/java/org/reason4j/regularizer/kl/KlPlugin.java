package org.reason4j.regularizer.kl;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the regularizer {@code kl}. */
public final class KlPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.regularizer("kl", KlConfig.DEFAULTS, Kl.class, KlConfig.PRESETS);
    }
}
