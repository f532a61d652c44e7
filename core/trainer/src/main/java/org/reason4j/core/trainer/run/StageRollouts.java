package org.reason4j.core.trainer.run;

import java.util.List;
import java.util.Optional;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.components.SystemMessage;
import org.reason4j.core.trainer.experience.BackendEngines;
import org.reason4j.core.trainer.experience.BackendRollouts;
import org.reason4j.core.trainer.experience.ChosenPrompts;
import org.reason4j.core.trainer.experience.Engines;
import org.reason4j.core.trainer.experience.LocalEngines;
import org.reason4j.core.trainer.experience.PolicyCopy;
import org.reason4j.core.trainer.experience.PromptPool;
import org.reason4j.core.trainer.experience.Prompts;
import org.reason4j.core.trainer.experience.RolloutSource;
import org.reason4j.core.trainer.experience.RolloutsAhead;
import org.reason4j.core.trainer.experience.RolloutsInParts;
import org.reason4j.core.trainer.experience.RolloutsNow;
import org.reason4j.core.trainer.experience.Sampling;
import org.reason4j.core.trainer.report.Observers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a stage samples: its prompts, the engines that write responses to them, and when they do. */
final class StageRollouts {

    private static final Logger LOG = LoggerFactory.getLogger(StageRollouts.class);

    private final RunParts parts;
    private final Recipe recipe;
    private final Components components;
    private final StageModels models;

    /** Prepares rollouts of a stage; the copy that writes ahead, where one is needed, is taken from {@code models}. */
    StageRollouts(RunParts parts, StageModels models) {
        this.parts = parts;
        recipe = parts.recipe();
        components = parts.components();
        this.models = models;
    }

    /** The prompts of the steps, in the recipe's order or as its curriculum chooses. */
    Prompts prompts() {
        PromptOrder order = new PromptOrder(
                recipe.seed(),
                parts.data().train().size(),
                RunSettings.promptsPerBatch(recipe),
                recipe.data().shuffle());
        PromptPool pool = new PromptPool(
                parts.data().train(), parts.tokenizer(), SystemMessage.of(recipe, components.environment));
        Optional<ChosenPrompts> chosen = components.curriculum.map(curriculum ->
                new ChosenPrompts(curriculum, pool, order, components.needs().fields()));
        return new Prompts(pool, order, chosen);
    }

    /** Sampling with the policy: through the recipe's backend, unless that is busy with later batches; or in this process. */
    Sampling sampling() {
        Optional<Engines> remote = RunSettings.samplesAhead(recipe) ? Optional.empty() : remote();
        return sampling(remote.orElseGet(() -> local(parts.policy().model())), parts.observers());
    }

    private Optional<Engines> remote() {
        return parts.backend()
                .map(backend -> new BackendEngines(
                        new BackendRollouts(
                                backend,
                                parts.policy(),
                                parts.tokenizer(),
                                EngineSettings.sampling(recipe.rollout()),
                                parts.services().metrics()),
                        decoding(),
                        recipe.seed(),
                        local(parts.policy().model())));
    }

    private Sampling sampling(Engines engines, Observers observers) {
        return new Sampling(engines, RunSettings.rollouts(recipe), observers, parts.services(), components.schedules);
    }

    private Engines local(LanguageModel model) {
        return new LocalEngines(model, parts.tokenizer(), decoding(), recipe.seed());
    }

    private DecoderSettings decoding() {
        return EngineSettings.decoding(recipe.rollout(), components.environment)
                .reporting(parts.services().metrics());
    }

    /** Where the rollouts of a step come from: they are written in the step, in parts over several steps, or ahead of it. */
    RolloutSource source(Prompts prompts, Sampling sampling) {
        return RunSettings.samplesAhead(recipe) ? ahead(prompts) : own(prompts, sampling);
    }

    private RolloutSource ahead(Prompts prompts) {
        Optional<LanguageModel> copy = models.takeCopy();
        Engines engines = copy.map(this::local).or(this::remote).orElseThrow();
        return new RolloutsAhead(
                prompts,
                sampling(engines, new Observers(List.of())),
                components.sampler,
                copy.map(one -> PolicyCopy.of(parts.policy().model(), one)).orElse(PolicyCopy.OF_BACKEND),
                recipe.training().stepsOfStaleness(),
                recipe.training().steps());
    }

    /** Rollouts of the policy itself, with the weights that they train or, in parts, also with earlier ones. */
    private RolloutSource own(Prompts prompts, Sampling sampling) {
        if (recipe.rollout().partialTokens() == 0) {
            return new RolloutsNow(components.sampler);
        }
        warnWithoutCorrection();
        return new RolloutsInParts(
                prompts,
                sampling,
                new RolloutsInParts.Settings(
                        recipe.rollout().partialTokens(),
                        recipe.training().staleness(),
                        recipe.training().updatesPerStep(),
                        recipe.training().promptsPerStep(),
                        recipe.rollout().maxBatches() > 1
                                ? Integer.MAX_VALUE
                                : recipe.training().steps()),
                parts.policy()::updates);
    }

    /** The ratio of most losses starts from the step's first weights, whichever weights wrote a token. */
    private void warnWithoutCorrection() {
        if (!components.needs().samplingCorrection()) {
            LOG.warn(
                    "With rollout.partialTokens {} a response has tokens of several versions of the policy, but no component"
                            + " of the recipe corrects for the policy that sampled: all count as written by the newest. Add"
                            + " 'truncated-importance-sampling' under credit, or choose a loss that is anchored to the"
                            + " behaviour policy.",
                    recipe.rollout().partialTokens());
        }
    }
}
