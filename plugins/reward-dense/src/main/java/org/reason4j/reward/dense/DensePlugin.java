package org.reason4j.reward.dense;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Registers {@code prime} and {@code vineppo}, each a pair of a reward and a policy optimizer. */
public final class DensePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.reward("prime", PrimeConfig.DEFAULTS, PrimeReward.class);
        registry.optimizer("prime", PrimeAdvantageConfig.DEFAULTS, PrimeOptimizer.class);
        registry.reward("vineppo", VineConfig.DEFAULTS, VineReward.class);
        registry.optimizer("vineppo", VineAdvantageConfig.DEFAULTS, VineOptimizer.class);
    }
}
