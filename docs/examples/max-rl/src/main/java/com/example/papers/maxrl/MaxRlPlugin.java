package com.example.papers.maxrl;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** A paper as a bundle: the optimizer {@code max-rl}, the filter {@code solved-at-all}, and both as the recipe {@code max-rl}. */
public final class MaxRlPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer(
                "max-rl",
                MaxRlConfig.DEFAULTS,
                MaxRl.class,
                Map.of("prime-rl", MaxRlConfig.DEFAULTS, "skyrl", new MaxRlConfig(1e-6, 0.2, 0.2)));
        registry.filter("solved-at-all", SolvedAtAllConfig.DEFAULTS, SolvedAtAll.class);
        registry.recipe("max-rl", """
            rollout: {groupSize: 16}
            filters: [{name: solved-at-all}]
            optimizer: {name: max-rl/max-rl}
            """);
        registry.recipe("max-rl-small-groups", """
            extends: max-rl
            rollout: {groupSize: 4}
            """);
    }
}
