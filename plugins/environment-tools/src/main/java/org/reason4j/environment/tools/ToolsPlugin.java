package org.reason4j.environment.tools;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the environment {@code tools} and the reward {@code turn-reward}. */
public final class ToolsPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.environment("tools", ToolsConfig.DEFAULTS, Tools.class);
        registry.reward("turn-reward", TurnRewardConfig.DEFAULTS, TurnReward.class);
    }
}
