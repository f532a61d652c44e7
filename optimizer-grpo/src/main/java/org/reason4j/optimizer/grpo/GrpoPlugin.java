package org.reason4j.optimizer.grpo;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/**
 * Offers {@code policy-gradient}, whose parts a recipe chooses, and {@code grpo} and its relatives without a critic: each a
 * well-known combination of these parts.
 */
public final class GrpoPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("policy-gradient", PolicyGradientConfig.DEFAULTS, PolicyGradient.class);
        registry.optimizer("grpo", GrpoConfig.DEFAULTS, Grpo.class, GrpoConfig.PRESETS);
        registry.optimizer("rloo", RlooConfig.DEFAULTS, Rloo.class);
        registry.optimizer("reinforce-pp", ClippedConfig.REINFORCE_PP, ClippedPolicyGradient.class);
        registry.optimizer("reinforce-pp-baseline", ClippedConfig.REINFORCE_PP_BASELINE, ClippedPolicyGradient.class);
        registry.optimizer("remax", ClippedConfig.REMAX, ClippedPolicyGradient.class);
        registry.optimizer("gspo", GspoConfig.DEFAULTS, GspoOptimizer.class);
        registry.optimizer("gmpo", GmpoConfig.DEFAULTS, GmpoOptimizer.class);
        registry.optimizer("cispo", CispoConfig.DEFAULTS, CispoOptimizer.class, CispoConfig.PRESETS);
    }
}
