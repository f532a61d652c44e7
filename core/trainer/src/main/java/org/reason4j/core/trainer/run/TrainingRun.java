package org.reason4j.core.trainer.run;

import ai.djl.Device;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.RunEnd;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TrainedModel;
import org.reason4j.core.engine.model.ValueModel;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.dataset.DataHash;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import org.reason4j.core.host.plugin.lock.UsedPlugin;
import org.reason4j.core.host.plugin.lock.UsedPlugins;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.checkpoint.CheckpointChoice;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.Checkpoints;
import org.reason4j.core.trainer.checkpoint.ModelHash;
import org.reason4j.core.trainer.checkpoint.Provenance;
import org.reason4j.core.trainer.checkpoint.RunClock;
import org.reason4j.core.trainer.components.AuxiliaryModels;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.CurrentRun;
import org.reason4j.core.trainer.components.Datasets;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.components.RecipeModels;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.experience.ScoringService;
import org.reason4j.core.trainer.learning.BatchRescue;
import org.reason4j.core.trainer.learning.Learner;
import org.reason4j.core.trainer.learning.Learners;
import org.reason4j.core.trainer.report.Observers;

/**
 * A whole run: a supervised stage where the recipe has one, then reinforcement learning between two measurements, and the
 * report of what changed.
 */
public final class TrainingRun {

    private final ResolvedRecipe resolved;
    private final Recipe recipe;
    private final String name;
    private final PluginRegistry plugins;
    private final OutputDirectory output;
    private final Resumption resumption;
    private final PrintStream out;
    private final Terminal terminal;

    /**
     * Prepares a run.
     *
     * @param name what the report calls it
     * @param directory where everything is written
     * @param resumption whether to go on from a checkpoint there
     * @param out where progress is shown
     */
    public TrainingRun(
            ResolvedRecipe resolved,
            String name,
            PluginRegistry plugins,
            Path directory,
            Resumption resumption,
            PrintStream out,
            Terminal terminal) {
        this.resolved = resolved;
        this.recipe = resolved.recipe();
        this.name = name;
        this.plugins = plugins;
        this.output = new OutputDirectory(directory);
        this.resumption = resumption;
        this.out = out;
        this.terminal = terminal;
    }

    /** Result of a run. */
    public record Outcome(Evaluator.Result before, Evaluator.Result after, double seconds) {}

    /** Runs to the end. Everything that the user can fix is found before the first token is sampled. */
    public Outcome run() {
        PolicySource source = new PolicySource(recipe, output);
        try (output;
                ModelTokenizer tokenizer = source.tokenizer()) {
            return run(source, tokenizer);
        }
    }

    private Outcome run(PolicySource source, Tokenizer tokenizer) {
        RunServices services = new RunServices(tokenizer, CurrentRun.of(name, output.root(), resolved));
        RolloutSettings rollout =
                RolloutSettings.of(recipe.rollout().groupSize(), EngineSettings.sampling(recipe.rollout()));
        RecipeModels models = new RecipeModels();
        try (ComponentFactory factory =
                new ComponentFactory(plugins, SettingsBinder::bind, services.forComponents(models, rollout))) {
            models.build(recipe.models(), factory.offering(services.forModels()));
            Components components = new Components(recipe, factory);
            services.measure().use(components.measure.reward());
            Datasets data = Datasets.read(recipe, factory);
            components.check(recipe, data);
            output.enter(resolved, resumption.resumes());
            Optional<Integer> checkpoint =
                    new CheckpointChoice(CheckpointStore.of(output.root()), out).step(resumption.from());
            AuxiliaryModels.requireSameVocabulary(components.models, source.directory());
            AuxiliaryModels.requireSameVocabulary(components.scoringModels(), source.directory());
            return run(source, tokenizer, services, components, data, checkpoint);
        }
    }

    private Outcome run(
            PolicySource source,
            Tokenizer tokenizer,
            RunServices services,
            Components components,
            Datasets data,
            Optional<Integer> checkpoint) {
        Device device = Precision.device(recipe.device());
        Precision precision = Precision.of(recipe.model().precision(), device);
        try (Policy policy = Policy.load(
                        source.directory(), device, precision, EngineSettings.adapters(recipe.model()), recipe.seed());
                Observers observers = observers(components.factory(), facts(policy, precision))) {
            RunClock clock = new RunClock();
            Checkpoints checkpoints = new Checkpoints(
                    output.root(),
                    policy,
                    RunSettings.checkpoints(resolved),
                    components.stateful(),
                    provenance(data, source.directory()),
                    clock);
            RunParts parts = new RunParts(
                    recipe, output, components, data, tokenizer, policy, observers, services, checkpoints, clock);
            return observers.untilEnd(
                    () -> stages(parts, source, checkpoint, device, precision),
                    outcome -> RunEnd.completed(recipe.training().steps(), outcome.seconds()),
                    clock::seconds);
        }
    }

    private Outcome stages(
            RunParts parts, PolicySource source, Optional<Integer> checkpoint, Device device, Precision precision) {
        int done = stepsDone(parts, checkpoint);
        parts.observers().continueAfter(done);
        parts.checkpoints().include(parts.observers());
        Components components = parts.components();
        try (Learners learners =
                Learners.load(components.models, model -> learner(model, parts, source.start(), device, precision))) {
            parts.checkpoints().include(learners);
            try (StageModels models = new StageModels(
                            readsReference(components),
                            recipe.training().staleness() > 0,
                            () -> LanguageModel.load(source.start(), device, precision));
                    LoadedScorers scorers = new LoadedScorers(
                            components.scoringModels(), parts.policy().model(), models.reference(), device, precision);
                    ReinforcementStage stage = new ReinforcementStage(parts, models, learners)) {
                parts.services()
                        .scoring()
                        .use(new ScoringService(scorers.all(), recipe.training().tokensPerMicroBatch()));
                return stage.run(done, source);
            }
        }
    }

    private Learner learner(AuxiliaryModel plugin, RunParts parts, Path start, Device device, Precision precision) {
        return Learner.load(
                plugin,
                model -> weights(model, start, device, precision),
                RunSettings.updates(recipe, parts.components().needs()),
                parts.observers(),
                new BatchRescue(parts.directory()));
    }

    /** Loads the weights that a model beside the policy starts from: its own directory, or the policy's. */
    private static TrainedModel weights(AuxiliaryModel plugin, Path start, Device device, Precision precision) {
        Path directory = plugin.learning().path().map(Path::of).orElse(start);
        return switch (plugin.output()) {
            case LOGPROBS -> Policy.load(directory, device, precision, Optional.empty(), 0);
            case VALUES -> ValueModel.load(directory, device, precision);
        };
    }

    /** Goes back to a checkpoint, or through the supervised stage; returns the number of steps that are done. */
    private int stepsDone(RunParts parts, Optional<Integer> checkpoint) {
        if (checkpoint.isPresent()) {
            parts.checkpoints().restore(checkpoint.get());
            RecipeLock.of(recipe, plugins).write(output.lock());
            return checkpoint.get();
        }
        RecipeLock.of(recipe, plugins).write(output.lock());
        if (recipe.supervised().isPresent()) {
            new SupervisedStage(
                            parts.policy(),
                            parts.tokenizer(),
                            parts.data().demonstrations().orElseThrow(),
                            recipe.data().system(),
                            recipe.seed(),
                            recipe.supervised().get(),
                            RunSettings.updates(recipe, parts.components().needs()),
                            parts.observers())
                    .run();
            parts.policy().resetOptimizer();
            output.requireHeld();
            parts.checkpoints().write(0);
        }
        return 0;
    }

    /** True if a component reads log-probabilities of the frozen reference policy, or asks it for numbers. */
    private static boolean readsReference(Components components) {
        Requirements needs = components.needs();
        return components.scoringModels().contains(ModelRef.REFERENCE)
                || needs.streams().contains(TokenStream.REFERENCE_LOGPROBS)
                || needs.lossStreams().contains(TokenStream.REFERENCE_LOGPROBS);
    }

    private Provenance provenance(Datasets data, Path model) {
        return new Provenance(
                DataHash.of(data.train()),
                DataHash.of(data.evaluation()),
                ModelHash.of(model),
                RecipeLock.of(recipe, plugins),
                out);
    }

    private Observers observers(ComponentFactory run, RunFacts facts) {
        ComponentFactory factory = run.offeringAlso(Map.of(
                RunDirectory.class, new RunDirectory(output.root()),
                PrintStream.class, out,
                Terminal.class, terminal,
                RunFacts.class, facts));
        Observers observers = new Observers(List.of());
        for (int i = 0; i < recipe.trackers().size(); i++) {
            Recipe.Component component = recipe.trackers().get(i);
            observers.add(component.name(), factory.create(Kind.TRACKER, component, "trackers[" + i + "]"));
        }
        return observers;
    }

    private static String named(List<UsedPlugin> used) {
        return used.isEmpty()
                ? "none"
                : used.stream()
                        .map(plugin -> plugin.id() + " " + plugin.version())
                        .collect(Collectors.joining(", "));
    }

    private RunFacts facts(Policy policy, Precision precision) {
        ModelConfig config = policy.model().config();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("optimizer", recipe.optimizer().name());
        details.put("plugins", named(UsedPlugins.of(recipe, plugins)));
        details.put("precision", precision.name().toLowerCase(Locale.ROOT));
        details.put("trainable parameters", String.format(Locale.ROOT, "%,d", policy.trainableParameters()));
        String model = String.format(
                Locale.ROOT,
                "%s, %d layers, %,d parameters",
                config.modelType(),
                config.layers(),
                policy.model().parameters());
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version");
        return new RunFacts(name, recipe.seed(), model, machine, details);
    }
}
