package org.reason4j.core.train;

import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.SamplingParams;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.model.LanguageModel;
import org.reason4j.core.rollout.Decoder;

/** Gives samplers what they work with. */
final class Sampling {

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final Recipe recipe;
    private final Observers observers;

    Sampling(LanguageModel model, Tokenizer tokenizer, Recipe recipe, Observers observers) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.recipe = recipe;
        this.observers = observers;
    }

    SamplingStep step(int number, List<Prompt> prompts) {
        int groupSize = recipe.rollout().groupSize();
        long total = (long) prompts.size() * groupSize;
        RolloutEngine engine = new Decoder(
                model,
                tokenizer,
                recipe.rollout().batchSize(),
                recipe.seed(),
                number,
                done -> observers.progress(number, "rollout", done, total));
        return new Step(number, prompts, groupSize, params(recipe.rollout()), engine);
    }

    static SamplingParams params(Recipe.Rollout rollout) {
        return new SamplingParams(
                rollout.temperature(),
                rollout.topK(),
                rollout.topP(),
                rollout.minP(),
                rollout.maxTokens(),
                rollout.stopIds(),
                rollout.stop());
    }

    private record Step(int number, List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
            implements SamplingStep {}
}
