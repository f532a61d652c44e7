package org.reason4j.environment.tools;

/** The reward of turns has no settings; its weight is that of the recipe. */
public record TurnRewardConfig() {

    public static final TurnRewardConfig DEFAULTS = new TurnRewardConfig();
}
