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
        advantages(registry);
        registry.optimizer("grpo", GrpoConfig.DEFAULTS, Grpo.class, GrpoConfig.PRESETS);
        registry.optimizer("rloo", RlooConfig.DEFAULTS, Rloo.class);
        registry.optimizer("reinforce-pp", ClippedConfig.REINFORCE_PP, ClippedPolicyGradient.class);
        registry.optimizer("reinforce-pp-baseline", ClippedConfig.REINFORCE_PP_BASELINE, ClippedPolicyGradient.class);
        registry.optimizer("remax", ClippedConfig.REMAX, ClippedPolicyGradient.class);
        registry.optimizer("gspo", GspoConfig.DEFAULTS, GspoOptimizer.class);
        registry.optimizer("gmpo", GmpoConfig.DEFAULTS, GmpoOptimizer.class);
        registry.optimizer("cispo", CispoConfig.DEFAULTS, CispoOptimizer.class, CispoConfig.PRESETS);
        losses(registry);
        registry.recipe("scalerl", ScaleRl.RECIPE);
    }

    /** Group relative advantages with other losses. */
    private static void losses(Registry registry) {
        offer(
                registry,
                "sapo",
                PolicyGradientConfig.SAPO,
                Map.of("verl", PolicyGradientConfig.SAPO_VERL, "trl", PolicyGradientConfig.SAPO_TRL));
        offer(
                registry,
                "dppo-tv",
                PolicyGradientConfig.DPPO_TV,
                Map.of("verl", PolicyGradientConfig.DPPO_TV_VERL, "skyrl", PolicyGradientConfig.DPPO_TV_SKYRL));
        offer(
                registry,
                "dppo-kl",
                PolicyGradientConfig.DPPO_KL,
                Map.of("verl", PolicyGradientConfig.DPPO_KL_VERL, "skyrl", PolicyGradientConfig.DPPO_KL_SKYRL));
        offer(registry, "prime-dppo-kl", PolicyGradientConfig.PRIME_DPPO_KL, Map.of());
        offer(registry, "prime-ipo", PolicyGradientConfig.PRIME_IPO, Map.of());
        offer(registry, "luspo", PolicyGradientConfig.LUSPO, Map.of("trl", PolicyGradientConfig.LUSPO_TRL));
        offer(registry, "vespo", PolicyGradientConfig.VESPO, Map.of("trl", PolicyGradientConfig.VESPO_TRL));
        offer(registry, "ce-gppo", PolicyGradientConfig.CE_GPPO, Map.of("gppo", PolicyGradientConfig.GPPO));
        offer(registry, "archer", PolicyGradientConfig.ARCHER, Map.of());
        offer(
                registry,
                "disco",
                PolicyGradientConfig.DISCO,
                Map.of("basic", PolicyGradientConfig.DISCO_BASIC, "ratio", PolicyGradientConfig.DISCO_RATIO));
        offer(registry, "nft", PolicyGradientConfig.NFT, Map.of("rejection", PolicyGradientConfig.NFT_REJECTION));
        offer(registry, "kimi-pg", PolicyGradientConfig.KIMI_PG, Map.of("paper", PolicyGradientConfig.KIMI_PG_PAPER));
        offer(registry, "rollout-is", PolicyGradientConfig.ROLLOUT_IS, Map.of());
        offer(registry, "topr", PolicyGradientConfig.TOPR, Map.of("roll", PolicyGradientConfig.TOPR_ROLL));
        offer(registry, "decoupled-ppo", PolicyGradientConfig.DECOUPLED_PPO, Map.of());
        offer(registry, "opsm", PolicyGradientConfig.OPSM, Map.of());
    }

    /** Techniques that differ in their advantage. */
    private static void advantages(Registry registry) {
        offer(registry, "reinforce", PolicyGradientConfig.REINFORCE, Map.of());
        offer(registry, "gpg", PolicyGradientConfig.GPG, Map.of("verl", PolicyGradientConfig.GPG_VERL));
        offer(registry, "lite-ppo", PolicyGradientConfig.LITE_PPO, Map.of());
        offer(registry, "opo", PolicyGradientConfig.OPO, Map.of());
        offer(
                registry,
                "optimal-token-baseline",
                PolicyGradientConfig.OPTIMAL_TOKEN_BASELINE,
                Map.of("verl", PolicyGradientConfig.OPTIMAL_TOKEN_BASELINE_VERL));
        offer(registry, "krpo", PolicyGradientConfig.KRPO, Map.of());
        offer(registry, "gdpo", PolicyGradientConfig.GDPO, Map.of("trl", PolicyGradientConfig.GDPO_TRL));
        offer(registry, "max-rl", PolicyGradientConfig.MAX_RL, Map.of("skyrl", PolicyGradientConfig.MAX_RL_SKYRL));
        offer(registry, "pass-at-k", PolicyGradientConfig.PASS_AT_K, Map.of());
        offer(
                registry,
                "best-minus-second",
                PolicyGradientConfig.BEST_MINUS_SECOND,
                Map.of("verl", PolicyGradientConfig.BEST_MINUS_SECOND_VERL));
        offer(
                registry,
                "difficulty-weighted",
                PolicyGradientConfig.DIFFICULTY_WEIGHTED,
                Map.of("f-grpo", PolicyGradientConfig.F_GRPO, "grpo-lead", PolicyGradientConfig.GRPO_LEAD));
        offer(registry, "gtpo", PolicyGradientConfig.GTPO, Map.of());
        offer(registry, "grpo-s", PolicyGradientConfig.GRPO_S, Map.of());
    }

    private static void offer(
            Registry registry, String name, PolicyGradientConfig defaults, Map<String, PolicyGradientConfig> presets) {
        registry.optimizer(name, defaults, PolicyGradient.class, presets);
    }
}
