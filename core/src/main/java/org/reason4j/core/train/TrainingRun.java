package org.reason4j.core.train;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Stream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.config.ResolvedRecipe;
import org.reason4j.core.config.SettingsBinder;
import org.reason4j.core.dataset.DataHash;
import org.reason4j.core.dataset.PromptOrder;
import org.reason4j.core.evaluate.Evaluator;
import org.reason4j.core.huggingface.ModelConfig;
import org.reason4j.core.huggingface.ModelTokenizer;
import org.reason4j.core.huggingface.RandomWeights;
import org.reason4j.core.model.LanguageModel;
import org.reason4j.core.model.Policy;
import org.reason4j.core.model.Precision;
import org.reason4j.core.plugin.ComponentFactory;
import org.reason4j.core.plugin.ComponentKind;
import org.reason4j.core.plugin.PluginRegistry;
import org.reason4j.core.reward.RewardScorer;
import org.reason4j.core.track.AtomicFile;
import org.reason4j.core.track.ReportTracker;
import org.reason4j.core.track.RunDirectory;
import org.reason4j.core.track.RunFacts;
import org.reason4j.core.track.Summary;
import org.reason4j.core.track.Terminal;

/**
 * A whole run: a supervised stage where the recipe has one, a measurement, reinforcement learning, a measurement, and the
 * report of what changed.
 */
public final class TrainingRun {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResolvedRecipe resolved;
    private final Recipe recipe;
    private final String name;
    private final PluginRegistry plugins;
    private final RunDirectory directory;
    private final boolean resume;
    private final PrintStream out;
    private final Terminal terminal;

    /**
     * Prepares a run.
     *
     * @param name what the report calls it
     * @param directory where everything is written
     * @param resume whether to go on from the newest checkpoint there
     * @param out where progress is shown
     */
    public TrainingRun(
            ResolvedRecipe resolved,
            String name,
            PluginRegistry plugins,
            Path directory,
            boolean resume,
            PrintStream out,
            Terminal terminal) {
        this.resolved = resolved;
        this.recipe = resolved.recipe();
        this.name = name;
        this.plugins = plugins;
        this.directory = new RunDirectory(directory);
        this.resume = resume;
        this.out = out;
        this.terminal = terminal;
    }

    /** What a run ends with. */
    public record Outcome(Evaluator.Result before, Evaluator.Result after, double seconds) {}

    /** Runs to the end. Everything that the user can mend is found before the first token is sampled. */
    public Optional<Outcome> run() {
        ComponentFactory readers = new ComponentFactory(plugins, SettingsBinder::bind, Map.of());
        Components components = new Components(recipe, readers);
        List<Example> train = read(readers, recipe.data().train(), "data.train");
        List<Example> heldOut = read(readers, recipe.data().evaluation(), "data.evaluation");
        Optional<List<Example>> demonstrations =
                recipe.supervised().map(stage -> read(readers, stage.data(), "supervised.data"));
        components.check(recipe, train);
        prepareDirectory();
        Path source = source();
        Device device = Precision.device(recipe.device());
        Precision precision = Precision.of(recipe.model().precision(), device);
        Optional<Integer> from = resume ? Checkpoints.newest(directory.root()) : Optional.empty();
        try (Policy policy =
                        Policy.load(source, device, precision, recipe.model().lora(), recipe.seed());
                ModelTokenizer tokenizer =
                        ModelTokenizer.open(source, policy.model().config());
                Observers observers = observers(tokenizer, policy, precision)) {
            RunClock clock = new RunClock();
            Checkpoints checkpoints = new Checkpoints(
                    directory.root(),
                    policy,
                    recipe,
                    components.stateful(),
                    provenance(train, heldOut),
                    resolved.toYaml(),
                    clock);
            int firstStep = 1;
            if (from.isPresent()) {
                checkpoints.restore(from.get());
                firstStep = from.get() + 1;
            } else if (demonstrations.isPresent()) {
                new SupervisedStage(
                                policy,
                                tokenizer,
                                recipe,
                                recipe.supervised().orElseThrow(),
                                demonstrations.get(),
                                observers)
                        .run();
                policy.resetOptimizer();
                checkpoints.write(0);
            }
            return Optional.of(learn(
                    components,
                    policy,
                    tokenizer,
                    observers,
                    checkpoints,
                    clock,
                    train,
                    heldOut,
                    device,
                    precision,
                    source,
                    firstStep));
        }
    }

    private Outcome learn(
            Components components,
            Policy policy,
            Tokenizer tokenizer,
            Observers observers,
            Checkpoints checkpoints,
            RunClock clock,
            List<Example> train,
            List<Example> heldOut,
            Device device,
            Precision precision,
            Path source,
            int firstStep) {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        Set<Stream> wanted = components.needs().streams();
        Set<Stream> beforeUpdate =
                new java.util.HashSet<>(components.needsBeforeUpdate().streams());
        if (Updater.updatesPerStep(recipe) > 1 && wanted.contains(Stream.OLD_LOGPROBS)) {
            beforeUpdate.add(Stream.OLD_LOGPROBS);
        }
        try (RewardScorer scorer = new RewardScorer(components.rewards, threads);
                Evaluator evaluator = new Evaluator(
                        policy.model(),
                        tokenizer,
                        components.rewards.get(0),
                        recipe.rollout(),
                        recipe.evaluation(),
                        recipe.seed(),
                        threads);
                Closeable<LanguageModel> reference = new Closeable<>(
                        wanted.contains(Stream.REFERENCE_LOGPROBS)
                                ? Optional.of(LanguageModel.load(startingModel(source), device, precision))
                                : Optional.empty())) {
            HeldOut measuring = new HeldOut(evaluator, problems(heldOut, tokenizer), recipe.evaluation(), observers);
            BeforeTraining before = new BeforeTraining(directory.root());
            Evaluator.Result start = before.load(measuring.problems()).orElseGet(() -> before.save(measuring.full(0)));
            reports(observers).forEach(report -> report.measuredBefore(start.measurement()));
            Prompts prompts = new Prompts(
                    train,
                    tokenizer,
                    recipe.data().system(),
                    new PromptOrder(
                            recipe.seed(),
                            train.size(),
                            recipe.training().promptsPerStep(),
                            recipe.data().shuffle()));
            Updater updater = new Updater(
                    policy,
                    components.optimizer,
                    components.regularizers,
                    recipe,
                    wanted,
                    observers,
                    new BatchRescue(directory.root()));
            if (firstStep == 1) {
                clock.continueFrom(0);
            }
            new TrainingLoop(new Collaborators(
                            prompts,
                            new Sampling(policy.model(), tokenizer, recipe, observers),
                            components.sampler,
                            scorer,
                            new PolicyStreams(
                                    policy.model(),
                                    reference.value(),
                                    beforeUpdate,
                                    recipe.rollout().temperature(),
                                    recipe.training().tokensPerMicroBatch()),
                            new Shaping(components.shapers, components.regularizers),
                            components.optimizer,
                            updater,
                            measuring,
                            observers,
                            checkpoints))
                    .run(firstStep, recipe.training().steps());
            double seconds = clock.seconds();
            Evaluator.Result end = measuring.full(recipe.training().steps());
            Outcome outcome = new Outcome(start, end, seconds);
            reports(observers)
                    .forEach(report ->
                            report.finish(start.measurement(), end.measurement(), Comparisons.of(start, end), seconds));
            Path last = Checkpoints.of(directory.root(), recipe.training().steps());
            new Summary(
                            start.measurement(),
                            end.measurement(),
                            seconds,
                            recipe.training().steps(),
                            WeightsHash.of(Files.exists(last) ? last : startingModel(source)))
                    .write(directory.summary());
            return outcome;
        }
    }

    /** Closes what may be there. */
    private record Closeable<T extends AutoCloseable>(Optional<T> value) implements AutoCloseable {
        @Override
        public void close() {
            value.ifPresent(resource -> {
                try {
                    resource.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static List<ReportTracker> reports(Observers observers) {
        return observers.trackers().stream()
                .filter(ReportTracker.class::isInstance)
                .map(ReportTracker.class::cast)
                .toList();
    }

    private List<Prompt> problems(List<Example> examples, Tokenizer tokenizer) {
        int limit = recipe.evaluation().limit();
        return examples.stream()
                .limit(limit == 0 ? examples.size() : limit)
                .map(example -> Prompts.prompt(example, tokenizer, recipe.data().system()))
                .toList();
    }

    private static List<Example> read(ComponentFactory factory, Recipe.Component component, String where) {
        List<Example> examples =
                factory.create(ComponentKind.DATASET, component, where).read();
        check(!examples.isEmpty(), "%s has no examples. Name a dataset that has some.", where);
        return examples;
    }

    /** The directory that the policy is loaded from: the recipe's, or a new model with random weights. */
    private Path source() {
        if (recipe.model().path().isPresent()) {
            return Path.of(recipe.model().path().get());
        }
        Recipe.NewModel create = recipe.model().create().orElseThrow();
        Path model = directory.root().resolve("model");
        if (!Files.exists(model)) {
            Path config = Path.of(create.config());
            try {
                RandomWeights.write(
                        ModelConfig.parse(config.toString(), Files.readString(config)),
                        Path.of(create.tokenizer()),
                        model,
                        recipe.seed());
            } catch (IOException e) {
                throw new ConfigException("Can't read model.create.config " + config + ": " + e.getMessage(), e);
            }
        }
        return model;
    }

    /** The model that reinforcement learning starts from. */
    private Path startingModel(Path source) {
        Path afterSupervised = Checkpoints.of(directory.root(), 0);
        return Files.exists(afterSupervised) ? afterSupervised : source;
    }

    private void prepareDirectory() {
        Path root = directory.root();
        boolean used = Files.exists(root.resolve("recipe.resolved.yaml"));
        check(
                resume || !used,
                "%s already holds a run. Add --resume to go on with it, or choose another --output.",
                root);
        check(
                !resume || used,
                "%s holds no run to resume. Leave out --resume, or name its directory with --output.",
                root);
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new ConfigException(
                    "Can't write to " + root.toAbsolutePath() + ": " + e + ". Choose another --output.", e);
        }
        Path file = root.resolve("recipe.resolved.yaml");
        if (used) {
            ResumedRecipe.requireSame(file, resolved);
        }
        try {
            AtomicFile.write(file, resolved.toYaml());
        } catch (java.io.UncheckedIOException e) {
            throw new ConfigException(
                    "Can't write to " + root.toAbsolutePath() + ": " + e.getCause() + ". Choose another --output.", e);
        }
    }

    private ObjectNode provenance(List<Example> train, List<Example> heldOut) {
        ObjectNode provenance = JSON.createObjectNode();
        provenance.putObject("data").put("train", DataHash.of(train)).put("evaluation", DataHash.of(heldOut));
        ObjectNode versions = provenance.putObject("plugins");
        plugins.plugins()
                .forEach(plugin ->
                        versions.put(plugin.origin().title(), plugin.origin().version()));
        return provenance;
    }

    private Observers observers(Tokenizer tokenizer, Policy policy, Precision precision) {
        Map<Class<?>, Object> services = new HashMap<>();
        services.put(RunDirectory.class, directory);
        services.put(PrintStream.class, out);
        services.put(Terminal.class, terminal);
        services.put(Tokenizer.class, tokenizer);
        services.put(RunFacts.class, facts(policy, precision));
        ComponentFactory factory = new ComponentFactory(plugins, SettingsBinder::bind, services);
        List<Tracker> trackers = new ArrayList<>();
        for (int i = 0; i < recipe.trackers().size(); i++) {
            trackers.add(factory.create(ComponentKind.TRACKER, recipe.trackers().get(i), "trackers[" + i + "]"));
        }
        return new Observers(trackers);
    }

    private RunFacts facts(Policy policy, Precision precision) {
        ModelConfig config = policy.model().config();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("optimizer", recipe.optimizer().name());
        details.put("precision", precision.name().toLowerCase(java.util.Locale.ROOT));
        details.put("trainable parameters", String.format(java.util.Locale.ROOT, "%,d", policy.trainableParameters()));
        String model = String.format(
                java.util.Locale.ROOT,
                "%s, %d layers, %,d parameters",
                config.modelType(),
                config.layers(),
                policy.model().parameters());
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version");
        return new RunFacts(name, recipe.seed(), model, machine, details);
    }
}
