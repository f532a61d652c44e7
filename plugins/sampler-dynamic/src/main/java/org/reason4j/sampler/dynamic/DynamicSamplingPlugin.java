package org.reason4j.sampler.dynamic;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/**
 * Offers filters of scored groups ({@code dynamic-sampling}, {@code accuracy-band}, {@code pods}, {@code gfpo}, {@code
 * response-filter}) and samplers that look at first responses before they write more ({@code speed}, {@code rollout-allocation}).
 */
public final class DynamicSamplingPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.filter("dynamic-sampling", DynamicSamplingConfig.DEFAULTS, DynamicSampling.class);
        registry.filter("accuracy-band", AccuracyBandConfig.DEFAULTS, AccuracyBand.class);
        registry.filter("pods", PodsConfig.DEFAULTS, Pods.class);
        registry.filter("gfpo", GfpoConfig.DEFAULTS, Gfpo.class, Map.of("efficient", GfpoConfig.EFFICIENT));
        registry.filter("response-filter", ResponseFilterConfig.DEFAULTS, ResponseFilter.class);
        registry.sampler("speed", SpeedConfig.DEFAULTS, Speed.class);
        registry.sampler("rollout-allocation", RolloutAllocationConfig.DEFAULTS, RolloutAllocation.class);
    }
}
