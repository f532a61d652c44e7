package org.reason4j.reward.generative;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the text model {@code openai} and the reward {@code rubric}. */
public final class GenerativePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.textModel("openai", OpenAiConfig.DEFAULTS, OpenAiModel.class);
        registry.reward("rubric", RubricConfig.DEFAULTS, Rubric.class);
    }
}
