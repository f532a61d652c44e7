package org.reason4j.curriculum;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/**
 * Offers curricula by what the policy has shown ({@code no-positive-resampling}, {@code pass-rate-band}), by a target of difficulty
 * ({@code adarft}) and from easy to hard ({@code e2h-cosine}, {@code e2h-gaussian}, {@code e2h-balanced}, {@code e2h-classic}).
 */
public final class CurriculumPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.curriculum("no-positive-resampling", NoPositiveResamplingConfig.DEFAULTS, NoPositiveResampling.class);
        registry.curriculum("pass-rate-band", PassRateBandConfig.DEFAULTS, PassRateBand.class);
        registry.curriculum("adarft", AdaRftConfig.DEFAULTS, AdaRft.class);
        registry.curriculum("e2h-cosine", EasyToHardConfig.COSINE, EasyToHard.class);
        registry.curriculum("e2h-gaussian", EasyToHardConfig.GAUSSIAN, EasyToHard.class);
        registry.curriculum("e2h-balanced", EasyToHardConfig.BALANCED, EasyToHard.class);
        registry.curriculum("e2h-classic", EasyToHardConfig.CLASSIC, EasyToHard.class);
    }
}
