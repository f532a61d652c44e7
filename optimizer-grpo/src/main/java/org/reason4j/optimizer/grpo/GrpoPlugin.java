package org.reason4j.optimizer.grpo;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers {@code grpo} and its relatives without a critic: each a well-known pair of an advantage and a loss. */
public final class GrpoPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("grpo", GrpoConfig.DEFAULTS, Grpo.class, GrpoConfig.PRESETS);
        registry.optimizer("rloo", RlooConfig.DEFAULTS, Rloo.class);
        registry.optimizer("reinforce-pp", ClippedConfig.REINFORCE_PP, ClippedPolicyGradient.class);
        registry.optimizer("reinforce-pp-baseline", ClippedConfig.REINFORCE_PP_BASELINE, ClippedPolicyGradient.class);
        registry.optimizer("remax", ClippedConfig.REMAX, ClippedPolicyGradient.class);
        registry.optimizer("gspo", GspoConfig.DEFAULTS, Gspo.class);
        registry.optimizer("gmpo", GmpoConfig.DEFAULTS, Gmpo.class);
        registry.optimizer("cispo", CispoConfig.DEFAULTS, Cispo.class, CispoConfig.PRESETS);
    }
}
