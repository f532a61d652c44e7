package org.reason4j.curriculum;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the curriculum {@code no-positive-resampling}. */
public final class CurriculumPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.curriculum("no-positive-resampling", NoPositiveResamplingConfig.DEFAULTS, NoPositiveResampling.class);
    }
}
