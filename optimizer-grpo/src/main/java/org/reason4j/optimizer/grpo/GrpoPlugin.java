package org.reason4j.optimizer.grpo;

import java.util.Map;
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
        losses(registry);
    }

    /** Group relative advantages with other losses. */
    private static void losses(Registry registry) {
        parts(
                registry,
                "sapo",
                PolicyGradientConfig.SAPO,
                Map.of("verl", PolicyGradientConfig.SAPO_VERL, "trl", PolicyGradientConfig.SAPO_TRL));
        parts(
                registry,
                "dppo-tv",
                PolicyGradientConfig.DPPO_TV,
                Map.of("verl", PolicyGradientConfig.DPPO_TV_VERL, "skyrl", PolicyGradientConfig.DPPO_TV_SKYRL));
        parts(
                registry,
                "dppo-kl",
                PolicyGradientConfig.DPPO_KL,
                Map.of("verl", PolicyGradientConfig.DPPO_KL_VERL, "skyrl", PolicyGradientConfig.DPPO_KL_SKYRL));
        parts(registry, "prime-dppo-kl", PolicyGradientConfig.PRIME_DPPO_KL, Map.of());
        parts(registry, "prime-ipo", PolicyGradientConfig.PRIME_IPO, Map.of());
        parts(registry, "luspo", PolicyGradientConfig.LUSPO, Map.of("trl", PolicyGradientConfig.LUSPO_TRL));
        parts(registry, "vespo", PolicyGradientConfig.VESPO, Map.of("trl", PolicyGradientConfig.VESPO_TRL));
        parts(registry, "ce-gppo", PolicyGradientConfig.CE_GPPO, Map.of("gppo", PolicyGradientConfig.GPPO));
        parts(registry, "archer", PolicyGradientConfig.ARCHER, Map.of());
        parts(
                registry,
                "disco",
                PolicyGradientConfig.DISCO,
                Map.of("basic", PolicyGradientConfig.DISCO_BASIC, "ratio", PolicyGradientConfig.DISCO_RATIO));
        parts(registry, "nft", PolicyGradientConfig.NFT, Map.of("rejection", PolicyGradientConfig.NFT_REJECTION));
        parts(registry, "kimi-pg", PolicyGradientConfig.KIMI_PG, Map.of("paper", PolicyGradientConfig.KIMI_PG_PAPER));
    }

    private static void parts(
            Registry registry, String name, PolicyGradientConfig defaults, Map<String, PolicyGradientConfig> presets) {
        registry.optimizer(name, defaults, PolicyGradient.class, presets);
    }
}
