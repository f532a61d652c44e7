package org.reason4j.core.trainer.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.text.TextModel;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.AbsentService;
import org.reason4j.core.trainer.components.AuxiliaryModels;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.CurrentRun;
import org.reason4j.core.trainer.components.Datasets;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.components.ProblemList;
import org.reason4j.core.trainer.components.RecipeModels;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.components.SystemMessage;
import org.reason4j.core.trainer.experience.PromptFit;

/**
 * The inputs of a run before a model is loaded: its tokenizer, its components and its data, which fit each other. Problems of the
 * model's files, of the data and of components are told together.
 */
record RunInputs(Tokenizer tokenizer, RunServices services, Components components, Datasets data) {

    /**
     * Opens the inputs of a run.
     *
     * @param output the directory of the run
     * @param role of the run among models that learn together
     * @param resources takes what is to be closed
     * @throws org.reason4j.api.plugin.ConfigException with one line for each problem
     */
    static RunInputs open(RunPlan plan, PolicySource source, Path output, LearnerRole role, Resources resources) {
        Recipe recipe = plan.recipe();
        ProblemList problems = new ProblemList();
        source.existing().ifPresent(directory -> problems.check(() -> LanguageModel.requireFiles(directory)));
        Optional<ModelConfig> config = problems.collect(() -> Optional.of(source.config()), Optional.empty());
        Tokenizer tokenizer =
                problems.collect(() -> resources.add(source.tokenizer()), AbsentService.of(Tokenizer.class));
        boolean opened = problems.failures() == 0;
        RunServices services = new RunServices(
                tokenizer, CurrentRun.of(plan.name(), output, plan.resolved()), role.models(), role.responses());
        Components components = components(plan, services, resources, problems);
        Datasets read = Datasets.read(recipe, components.factory(), problems);
        components.check(recipe, read, problems);
        if (opened && components.isComplete()) {
            source.existing()
                    .ifPresent(policy -> problems.check(() -> requireSameVocabulary(recipe, components, policy)));
        }
        Datasets data =
                opened && (components.isComplete() || recipe.environment().isEmpty())
                        ? fitting(read, recipe, tokenizer, components, config.orElseThrow(), problems)
                        : read;
        if (opened) {
            StageData later = new StageData(plan.plugins(), tokenizer, config.orElseThrow(), problems);
            plan.stage().map(RunPlan.StagePlan::later).orElse(List.of()).forEach(term -> later.check(term, output));
        }
        problems.throwAny();
        return new RunInputs(tokenizer, services, components, data);
    }

    private static Datasets fitting(
            Datasets data,
            Recipe recipe,
            Tokenizer tokenizer,
            Components components,
            ModelConfig config,
            ProblemList problems) {
        return problems.collect(
                () -> PromptFit.fitting(
                        data, recipe, tokenizer, SystemMessage.of(recipe, components.environment), config, problems),
                data);
    }

    private static Components components(
            RunPlan plan, RunServices services, Resources resources, ProblemList problems) {
        Recipe recipe = plan.recipe();
        RolloutSettings rollout =
                RolloutSettings.of(recipe.rollout().groupSize(), EngineSettings.sampling(recipe.rollout()));
        RecipeModels models = new RecipeModels();
        ComponentFactory factory = resources.add(
                new ComponentFactory(plan.plugins(), SettingsBinder::bind, services.forComponents(models, rollout)));
        models.build(recipe.models(), factory.offering(services.forModels()), problems);
        Components components = new Components(recipe, factory, problems);
        services.measure().use(components.measure.reward());
        return components;
    }

    /** @throws org.reason4j.api.plugin.ConfigException if another model of the recipe does not read the policy's tokens */
    static void requireSameVocabulary(Recipe recipe, Components components, Path policy) {
        AuxiliaryModels.requireSameVocabulary(components.models, policy);
        AuxiliaryModels.requireSameVocabulary(components.scoringModels(), policy);
        recipe.preference()
                .map(settings -> new PreferenceModel(settings, recipe.training().clipNorm()))
                .ifPresent(model -> AuxiliaryModels.requireSameVocabulary(List.of(model), policy));
    }

    /**
     * Data of stages that come later, which is read and compared with the model, and with the fields that rewards read, before the
     * first one begins. A later stage has the tokenizer and the positions of the first. Its other components are built when it opens;
     * a file that an earlier stage writes, and a system message that its environment changes, are checked then.
     *
     * @param tokenizer of the first stage
     * @param config of its model
     * @param problems takes what is wrong
     */
    private record StageData(PluginRegistry plugins, Tokenizer tokenizer, ModelConfig config, ProblemList problems) {

        /**
         * Checks a stage's data.
         *
         * @param output where an earlier stage writes, in the directory of all stages
         */
        void check(Training.StageTerm stage, Path output) {
            Recipe recipe = stage.recipe();
            Path root = output.toAbsolutePath().normalize();
            Path stages = root.getParent() == null ? root : root.getParent();
            if (Datasets.components(recipe).anyMatch(component -> isBelow(stages, component))) {
                return;
            }
            ProblemList found = new ProblemList();
            try (ComponentFactory factory = new ComponentFactory(
                    plugins,
                    SettingsBinder::bind,
                    new RunServices(tokenizer, CurrentRun.measuring(recipe))
                            .forComponents(
                                    key -> AbsentService.of(TextModel.class),
                                    RolloutSettings.of(1, SamplingParams.of(1))))) {
                Datasets data = Datasets.read(recipe, factory, found);
                Components.checkRewards(recipe, factory, data, found);
                if (found.failures() == 0 && recipe.environment().isEmpty()) {
                    PromptFit.fitting(data, recipe, tokenizer, recipe.data().system(), config, found);
                }
            }
            found.messages().forEach(message -> problems.add("Stage '" + stage.key() + "': " + message));
        }

        private static boolean isBelow(Path stages, Recipe.Component dataset) {
            return dataset.config().get("path") instanceof String path
                    && Path.of(path).toAbsolutePath().normalize().startsWith(stages);
        }
    }
}
