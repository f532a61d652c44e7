package org.reason4j.sampler.dynamic;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the filters {@code dynamic-sampling} and {@code accuracy-band}. */
public final class DynamicSamplingPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.filter("dynamic-sampling", DynamicSamplingConfig.DEFAULTS, DynamicSampling.class);
        registry.filter("accuracy-band", AccuracyBandConfig.DEFAULTS, AccuracyBand.class);
    }
}
