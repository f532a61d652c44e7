package org.reason4j.core.trainer.experience;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.report.Observers;

/** Gives samplers what they work with. */
public final class Sampling {

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final Recipe recipe;
    private final Observers observers;
    private final RunServices services;
    private final Schedules schedules;
    private final Optional<BackendRollouts> backend;
    private final DecoderSettings settings;

    /**
     * Prepares to sample with a model.
     *
     * @param schedules change the parameters of every request
     * @param backend writes the rollouts; empty where this process does
     */
    public Sampling(
            LanguageModel model,
            Tokenizer tokenizer,
            Recipe recipe,
            Optional<Environment> environment,
            Observers observers,
            RunServices services,
            Schedules schedules,
            Optional<BackendRollouts> backend) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.recipe = recipe;
        this.observers = observers;
        this.services = services;
        this.schedules = schedules;
        this.backend = backend;
        settings = EngineSettings.decoding(recipe.rollout(), environment).reporting(services.metrics());
    }

    /**
     * Prepares a batch. Schedules say here what they do with its requests.
     *
     * @param number of the step that trains on it; 0 before the first one
     * @param batch its number over the whole run, part of every draw's key
     */
    Step step(int number, int batch, List<Prompt> prompts) {
        int groupSize = recipe.rollout().groupSize();
        long total = (long) prompts.size() * groupSize;
        LongConsumer progress = done -> observers.progress(number, "rollout", done, total);
        RolloutEngine engine = backend.map(remote -> remote.open(settings, recipe.seed(), batch, progress))
                .orElseGet(() -> new Decoder(model, tokenizer, settings, recipe.seed(), batch, progress));
        ScheduledEngine scheduled = new ScheduledEngine(
                engine,
                number == 0 ? List.of() : schedules.forStep(number),
                recipe.rollout().maxTokens(),
                "sampler '" + recipe.sampler().name() + "'");
        return new Step(number, prompts, groupSize, EngineSettings.sampling(recipe.rollout()), scheduled);
    }

    /** Offers the policy to components: to write more of a batch, and to answer as a text model, without an environment. */
    void offer(Step step, int batch) {
        services.engine().use(step.rollouts().askedBy("a component"));
        services.opinions()
                .use(new Decoder(
                        model,
                        tokenizer,
                        DecoderSettings.ofSlots(recipe.rollout().batchSize()),
                        recipe.seed(),
                        batch,
                        done -> {}));
    }

    /** Lets components use the policy before the first step: a measurement may ask it for its opinion. */
    public void ready() {
        offer(step(0, 0, List.of()), 0);
    }

    /** Returns the most likely response to each of these prompts of a batch. */
    List<Trajectory> greedy(SamplingStep step, List<Prompt> prompts) {
        SamplingParams params = step.params();
        SamplingParams greedy = SamplingParams.of(params.maxTokens())
                .withTemperature(0)
                .withStopIds(params.stopIds())
                .withStop(params.stop());
        return step.rollouts()
                .generate(prompts.stream()
                        .map(prompt -> RolloutRequest.of(prompt, step.groupSize(), greedy))
                        .toList());
    }

    /** A batch with its engine. */
    record Step(int number, List<Prompt> prompts, int groupSize, SamplingParams params, ScheduledEngine rollouts)
            implements SamplingStep {}
}
