package org.reason4j.gym;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.gym.recipe.GymConfig;
import org.reason4j.gym.recipe.GymLevels;
import org.reason4j.gym.recipe.GymLevelsConfig;
import org.reason4j.gym.recipe.GymProblems;
import org.reason4j.gym.recipe.GymReward;
import org.reason4j.gym.recipe.GymSamples;

/** Offers families of reasoning problems with exact verifiers, and levels that follow the pass rate. */
public final class GymPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.dataset("gym", GymConfig.DEFAULTS, GymProblems.class);
        registry.dataset("gym-samples", GymSamples.Config.DEFAULTS, GymSamples.class);
        registry.reward("gym", GymReward.Config.DEFAULTS, GymReward.class);
        registry.curriculum("gym-levels", GymLevelsConfig.DEFAULTS, GymLevels.class);
    }
}
