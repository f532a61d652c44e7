package org.reason4j.regularizer.kl;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the regularizers {@code kl}, {@code ref-reset} and {@code ref-ema}. */
public final class KlPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.regularizer("kl", KlConfig.DEFAULTS, Kl.class, KlConfig.PRESETS);
        registry.regularizer("ref-reset", RefResetConfig.DEFAULTS, RefReset.class);
        registry.regularizer("ref-ema", RefEmaConfig.DEFAULTS, RefEma.class);
    }
}
