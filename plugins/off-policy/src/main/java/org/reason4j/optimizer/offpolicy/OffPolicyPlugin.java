package org.reason4j.optimizer.offpolicy;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers weights and masks for responses that another distribution sampled, as credit shapers. */
public final class OffPolicyPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.creditShaper(
                "truncated-importance-sampling", ImportanceSamplingConfig.DEFAULTS, TruncatedImportanceSampling.class);
        registry.creditShaper(
                "masked-importance-sampling",
                MaskedImportanceSamplingConfig.DEFAULTS,
                MaskedImportanceSampling.class,
                MaskedImportanceSamplingConfig.PRESETS);
        registry.creditShaper(
                "rollout-rejection",
                RolloutRejectionConfig.DEFAULTS,
                RolloutRejection.class,
                RolloutRejectionConfig.PRESETS);
        registry.creditShaper("m2po", SecondMomentMaskConfig.DEFAULTS, SecondMomentMask.class);
        registry.creditShaper("newest-segment", NewestSegmentConfig.DEFAULTS, NewestSegment.class);
    }
}
