package org.reason4j.regularizer.entropy;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/**
 * Offers the regularizers {@code entropy}, {@code clip-cov} and {@code kl-cov}, the credit shaper {@code high-entropy-mask}
 * and the schedules {@code entropy-temperature} and {@code em-inf}.
 */
public final class EntropyPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.regularizer("entropy", EntropyConfig.DEFAULTS, Entropy.class, EntropyConfig.PRESETS);
        registry.regularizer("clip-cov", ClipCovConfig.DEFAULTS, ClipCov.class);
        registry.regularizer("kl-cov", KlCovConfig.DEFAULTS, KlCov.class, Map.of("verl", KlCovConfig.VERL));
        registry.creditShaper("high-entropy-mask", HighEntropyMaskConfig.DEFAULTS, HighEntropyMask.class);
        registry.schedule("em-inf", EmInfConfig.DEFAULTS, EmInf.class, Map.of("temperature", EmInfConfig.TEMPERATURE));
        registry.schedule("entropy-temperature", EntropyTemperatureConfig.DEFAULTS, EntropyTemperature.class);
    }
}
