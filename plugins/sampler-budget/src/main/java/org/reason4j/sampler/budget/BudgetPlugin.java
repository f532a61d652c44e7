package org.reason4j.sampler.budget;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the sampler {@code length-interruption}. */
public final class BudgetPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.sampler("length-interruption", LengthInterruptionConfig.DEFAULTS, LengthInterruption.class);
    }
}
