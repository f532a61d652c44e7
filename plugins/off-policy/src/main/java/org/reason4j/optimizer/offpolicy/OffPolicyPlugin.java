package org.reason4j.optimizer.offpolicy;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the credit shaper {@code truncated-importance-sampling}. */
public final class OffPolicyPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.creditShaper(
                "truncated-importance-sampling", ImportanceSamplingConfig.DEFAULTS, TruncatedImportanceSampling.class);
    }
}
