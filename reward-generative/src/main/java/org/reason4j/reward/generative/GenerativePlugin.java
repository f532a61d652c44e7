package org.reason4j.reward.generative;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.client.OpenAiModel;
import org.reason4j.reward.generative.model.CoOptimisedConfig;
import org.reason4j.reward.generative.model.CoOptimisedReward;
import org.reason4j.reward.generative.model.RewardModel;
import org.reason4j.reward.generative.model.RewardModelConfig;
import org.reason4j.reward.generative.rubric.Rubric;
import org.reason4j.reward.generative.rubric.RubricConfig;

/** Offers the text model {@code openai}, rewards by judges, and rewards by trained models. */
public final class GenerativePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.textModel("openai", OpenAiConfig.DEFAULTS, OpenAiModel.class);
        registry.reward("rubric", RubricConfig.DEFAULTS, Rubric.class);
        registry.reward("rubric-implicit", RubricConfig.IMPLICIT, Rubric.class);
        registry.reward("rubric-dropout", RubricConfig.DROPPING, Rubric.class);
        registry.reward("reward-model", RewardModelConfig.DEFAULTS, RewardModel.class);
        registry.reward("co-optimised-rm", CoOptimisedConfig.DEFAULTS, CoOptimisedReward.class);
    }
}
