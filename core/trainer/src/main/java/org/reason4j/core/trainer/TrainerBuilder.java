package org.reason4j.core.trainer;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.engine.model.kernel.ProcessSetting;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeAdditions;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.RecipeText;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.plugin.GivenComponents;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.components.BuiltIns;
import org.reason4j.core.trainer.components.InputProblems;
import org.reason4j.core.trainer.loop.StepResult;
import org.reason4j.core.trainer.run.Resumption;
import org.reason4j.core.trainer.run.RunPlan;
import org.reason4j.core.trainer.run.TrainingRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a {@link Trainer} together: a recipe, techniques, and who watches.
 *
 * <p>A technique is given as an instance or lambda. It then takes its place in the recipe: behind the others where a section
 * lists some, in the place of the recipe's where there is one. A recipe that names it decides itself, such as {@code rewards:
 * [{name: short, weight: 0.5}]}. An instance belongs to one trainer, is checked like a plugin's, and stays its owner's to
 * close; trackers are closed with the run. Techniques that ask for services of the run, such as the tokenizer, come as a
 * {@link Plugin}.
 */
public final class TrainerBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final AtomicBoolean SETTINGS_TOLD = new AtomicBoolean();

    /** Name of a technique of which a recipe has one. */
    private static final String GIVEN = "given";

    private static final String TRAIN = "given-train";
    private static final String EVALUATION = "given-evaluation";

    private final GivenComponents given = new GivenComponents();
    private final RecipeAdditions additions = new RecipeAdditions();
    private final List<String> settings = new ArrayList<>();
    private final List<Plugin> plugins = new ArrayList<>();
    private final List<Path> pluginDirectories = new ArrayList<>();
    private final List<Tracker> trackers = new ArrayList<>();
    private final List<Consumer<String>> warned = new ArrayList<>();
    private Optional<PluginRegistry> loaded = Optional.empty();
    private @Nullable Function<PluginRegistry, ResolvedRecipe> recipe;
    private boolean resolved;
    private Map<String, String> variables = System.getenv();
    private String name = "run";
    private Optional<Path> output = Optional.empty();
    private Resumption resumption = Resumption.NONE;
    private Optional<Function<PluginRegistry, ClusterEngine>> cluster = Optional.empty();
    private PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    private Terminal terminal = Terminal.PLAIN;

    TrainerBuilder() {}

    /** Trains by the recipe in a YAML file; the run has its name. */
    public TrainerBuilder recipe(Path file) {
        name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
        return recipe(() -> RecipeText.of(file));
    }

    /** Trains by a recipe in YAML. Relative file names in it start at the working directory. */
    public TrainerBuilder recipeText(String yaml) {
        return recipe(() -> RecipeText.of(yaml));
    }

    /** Trains by a recipe of sections and settings as they stand in YAML. */
    public TrainerBuilder recipe(Map<String, ?> sections) {
        return recipe(() -> RecipeText.of(sections));
    }

    /** Trains by a recipe made of records. */
    public TrainerBuilder recipe(Recipe records) {
        return recipe(() -> RecipeText.of(records));
    }

    /** Trains by a recipe that was read already, which nothing is added to any more. */
    public TrainerBuilder recipe(ResolvedRecipe read) {
        recipe = registry -> read;
        resolved = true;
        return this;
    }

    private TrainerBuilder recipe(Supplier<RecipeText> text) {
        recipe = registry ->
                RecipeReader.read(text.get(), additions, variables, settings, registry, new InputProblems(registry));
        resolved = false;
        return this;
    }

    /** Sets one setting, over what the recipe says: {@code set("training.learningRate", 1e-5)}. Values are YAML or plain. */
    public TrainerBuilder set(String path, Object value) {
        settings.add(path + "=" + value);
        return this;
    }

    /** Variables that placeholders and overrides of the recipe come from; the environment of this process by default. */
    public TrainerBuilder variables(Map<String, String> byName) {
        variables = new LinkedHashMap<>(byName);
        return this;
    }

    /** What reports call the run; the recipe file's name, or {@code run}, by default. */
    public TrainerBuilder name(String other) {
        name = other;
        return this;
    }

    /** Starts from the model in a Hugging Face directory. */
    public TrainerBuilder model(Path directory) {
        additions.model(directory);
        return this;
    }

    /** Trains on these examples, and measures on those. */
    public TrainerBuilder data(List<Example> train, List<Example> evaluation) {
        given.put(Kind.DATASET, TRAIN, () -> train);
        given.put(Kind.DATASET, EVALUATION, () -> evaluation);
        additions.put("data", "train", TRAIN);
        additions.put("data", "evaluation", EVALUATION);
        return this;
    }

    /** Adds a reward, which counts once in the weighted sum. */
    public TrainerBuilder reward(String called, Reward reward) {
        return reward(called, 1, reward);
    }

    /** Adds a reward with a weight in the sum. */
    public TrainerBuilder reward(String called, double weight, Reward reward) {
        given.add(Kind.REWARD, called, reward);
        additions.append("rewards", Map.of("name", called, "weight", weight));
        return this;
    }

    /** Adds a change of rewards. */
    public TrainerBuilder shaper(String called, RewardShaper shaper) {
        return listed(Kind.SHAPER, "shaping", called, shaper);
    }

    /** Adds a choice of the groups that are learned from. */
    public TrainerBuilder filter(String called, GroupFilter filter) {
        return listed(Kind.FILTER, "filters", called, filter);
    }

    /** Adds a change of the optimizer's credits. */
    public TrainerBuilder creditShaper(String called, CreditShaper shaper) {
        return listed(Kind.CREDIT_SHAPER, "credit", called, shaper);
    }

    /** Adds a term that keeps the policy near something. */
    public TrainerBuilder regularizer(String called, Regularizer regularizer) {
        return listed(Kind.REGULARIZER, "regularizers", called, regularizer);
    }

    /** Adds a guard, whose alarms are told. */
    public TrainerBuilder guard(String called, RunGuard guard) {
        return listed(Kind.GUARD, "guards", called, guard);
    }

    /** Adds a schedule of sampling parameters. */
    public TrainerBuilder schedule(String called, SamplingSchedule schedule) {
        return listed(Kind.SCHEDULE, "schedules", called, schedule);
    }

    /** Adds a text model, which rewards ask for by that key. */
    public TrainerBuilder textModel(String key, TextModel model) {
        given.add(Kind.TEXT_MODEL, key, model);
        additions.append("models", Map.of("key", key, "name", key));
        return this;
    }

    private <T> TrainerBuilder listed(Kind<T> kind, String section, String called, T component) {
        given.add(kind, called, component);
        additions.append(section, Map.of("name", called));
        return this;
    }

    /** Learns by this optimizer. */
    public TrainerBuilder optimizer(PolicyOptimizer optimizer) {
        return single(Kind.OPTIMIZER, "optimizer", optimizer);
    }

    /** Turns prompts into groups by this sampler. */
    public TrainerBuilder sampler(Sampler sampler) {
        return single(Kind.SAMPLER, "sampler", sampler);
    }

    /** Chooses the examples of each batch by this curriculum. */
    public TrainerBuilder curriculum(Curriculum curriculum) {
        return single(Kind.CURRICULUM, "curriculum", curriculum);
    }

    /** Answers the policy's turns by this environment. */
    public TrainerBuilder environment(Environment environment) {
        return single(Kind.ENVIRONMENT, "environment", environment);
    }

    /** Writes rollouts by this backend. */
    public TrainerBuilder backend(RolloutBackend backend) {
        return single(Kind.BACKEND, "backend", backend);
    }

    private <T> TrainerBuilder single(Kind<T> kind, String section, T component) {
        given.put(kind, GIVEN, component);
        additions.put(section, GIVEN);
        return this;
    }

    /** Offers the components of a plugin to the recipe. */
    public TrainerBuilder plugin(Plugin plugin) {
        plugins.add(plugin);
        return this;
    }

    /** Offers the components of the plugins in a directory. */
    public TrainerBuilder pluginDirectory(Path directory) {
        pluginDirectories.add(directory);
        return this;
    }

    /** Offers plugins that are loaded already, and no others; whoever loaded them closes them. */
    public TrainerBuilder plugins(PluginRegistry registry) {
        loaded = Optional.of(registry);
        return this;
    }

    /**
     * Lets workers of a cluster write rollouts and compute rewards and gradients, for the same model bit for bit. Whoever made the
     * engine closes it.
     */
    public TrainerBuilder cluster(Function<PluginRegistry, ClusterEngine> engine) {
        cluster = Optional.of(engine);
        return this;
    }

    /** Lets a tracker watch, beside those of the recipe. As a lambda it is told the metrics of every step. */
    public TrainerBuilder tracker(Tracker tracker) {
        trackers.add(tracker);
        return this;
    }

    /** Tells the result of every step, before its checkpoint is written. An exception ends the run. */
    public TrainerBuilder onStep(Consumer<StepResult> observer) {
        return tracker(new StepWatch(observer));
    }

    /** Tells what the run would be better with. It is logged, too, once per process. */
    public TrainerBuilder onWarning(Consumer<String> observer) {
        warned.add(observer);
        return this;
    }

    /**
     * Writes checkpoints, reports and the summary to a directory. Without one, a trainer works in a temporary directory that
     * goes with it, and writes checkpoints only when it is asked to.
     */
    public TrainerBuilder output(Path directory) {
        output = Optional.of(directory);
        return this;
    }

    /** Goes on from the newest checkpoint in the output directory, or from the beginning where there is none. */
    public TrainerBuilder resume() {
        return resume(Resumption.NEWEST);
    }

    /** Goes on from the checkpoint of that step in the output directory; later ones are set aside. */
    public TrainerBuilder resumeFrom(int step) {
        return resume(Resumption.from(step));
    }

    /** Goes on as that says. */
    public TrainerBuilder resume(Resumption wanted) {
        resumption = wanted;
        return this;
    }

    /** Shows progress there, by the recipe's tracker {@code console}. Without it, nothing is shown anywhere. */
    public TrainerBuilder console(PrintStream stream, Terminal abilities) {
        out = stream;
        terminal = abilities;
        return this;
    }

    /**
     * Opens the run: puts the parts together, takes the output directory and loads the policy.
     *
     * @throws org.reason4j.api.plugin.ConfigException with everything that is wrong with the recipe and its inputs
     */
    public Trainer open() {
        check(
                output.isPresent() || !resumption.resumes(),
                "A trainer without an output directory has no run to go on with. Name the run's directory with output.");
        tellMissingSettings();
        PluginRegistry registry = registry();
        try {
            RunPlan plan = new RunPlan(
                    resolved(registry),
                    name,
                    registry,
                    output,
                    resumption,
                    List.copyOf(trackers),
                    out,
                    terminal,
                    Optional.empty(),
                    Optional.empty(),
                    cluster.map(engine -> engine.apply(registry)));
            return new Trainer(TrainingRuns.open(plan), loaded.isPresent() ? PluginRegistry.of() : registry);
        } catch (RuntimeException | Error e) {
            if (loaded.isEmpty()) {
                registry.close();
            }
            throw e;
        }
    }

    private ResolvedRecipe resolved(PluginRegistry registry) {
        if (recipe == null) {
            throw new IllegalStateException(
                    "A trainer needs a recipe. Give the builder one with recipe or recipeText.");
        }
        if (resolved && !(additions.isEmpty() && settings.isEmpty())) {
            throw new IllegalStateException(
                    "A recipe that was read already takes no further techniques, data, models or"
                            + " settings. Give the builder its file, text, sections or records.");
        }
        return recipe.apply(registry);
    }

    private PluginRegistry registry() {
        if (loaded.isPresent()) {
            if (!(plugins.isEmpty() && pluginDirectories.isEmpty() && given.isEmpty())) {
                throw new IllegalStateException(
                        "A registry that is loaded already takes no further plugins or techniques."
                                + " Give the builder their directories instead.");
            }
            return loaded.get();
        }
        List<Plugin> own = new ArrayList<>(List.of(new BuiltIns(), given));
        own.addAll(plugins);
        return pluginDirectories.isEmpty()
                ? PluginRegistry.of(own.toArray(Plugin[]::new))
                : new PluginLoader(Trainer.class.getClassLoader(), own).load(pluginDirectories);
    }

    private void tellMissingSettings() {
        List<ProcessSetting> missing = ProcessSetting.missing(System.getenv());
        if (missing.isEmpty()) {
            return;
        }
        String message = ProcessSetting.advice(missing);
        if (!SETTINGS_TOLD.getAndSet(true)) {
            LOG.warn(message);
        }
        warned.forEach(observer -> observer.accept(message));
    }
}
