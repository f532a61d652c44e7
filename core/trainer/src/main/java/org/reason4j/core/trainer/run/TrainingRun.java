package org.reason4j.core.trainer.run;

import ai.djl.Device;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.track.RunEnd;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.ScalarModel;
import org.reason4j.core.engine.model.TrainedModel;
import org.reason4j.core.engine.text.PolicyModel;
import org.reason4j.core.host.config.LearnerTerm;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.dataset.DataHash;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.trainer.beside.PolicyResponses;
import org.reason4j.core.trainer.checkpoint.CheckpointChoice;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.Checkpoints;
import org.reason4j.core.trainer.checkpoint.ModelCard;
import org.reason4j.core.trainer.checkpoint.ModelHash;
import org.reason4j.core.trainer.checkpoint.Provenance;
import org.reason4j.core.trainer.checkpoint.RunClock;
import org.reason4j.core.trainer.cluster.ClusterRun;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.Datasets;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.components.SystemMessage;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.experience.LoadedScorers;
import org.reason4j.core.trainer.learning.BatchRescue;
import org.reason4j.core.trainer.learning.Learner;
import org.reason4j.core.trainer.learning.Learners;
import org.reason4j.core.trainer.loop.TrainingLoop;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.supervised.SupervisedCheckpoints;
import org.reason4j.core.trainer.supervised.SupervisedStage;

/**
 * A run that is open: it has its directory, its components and its policy. The first step begins it: a supervised stage where
 * the recipe has one, further models, and a measurement; then come the steps of reinforcement learning, or those of training a
 * reward model, and another measurement.
 *
 * <p>A failure of any part ends it. For one thread at a time.
 */
public final class TrainingRun implements AutoCloseable {

    private final RunPlan plan;
    private final Recipe recipe;
    private final Resources resources;
    private final OutputDirectory output;
    private final PolicySource source;
    private final Optional<Integer> checkpoint;
    private final RunParts parts;
    private @Nullable Stage stage;
    private @Nullable TrainingLoop loop;
    private @Nullable TrainingOutcome outcome;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;

    /**
     * Opens a run. Everything that the user can fix is found here, before the first token is sampled.
     *
     * @throws org.reason4j.api.plugin.ConfigException with all that is wrong with the recipe or its inputs
     */
    public static TrainingRun open(RunPlan plan) {
        Resources resources = new Resources();
        try {
            return new TrainingRun(plan, resources);
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    private TrainingRun(RunPlan plan, Resources resources) {
        this.plan = plan;
        this.recipe = plan.recipe();
        this.resources = resources;
        output = resources.add(OutputDirectory.of(plan.output()));
        source = new PolicySource(recipe, output, plan.stage().flatMap(RunPlan.StagePlan::model));
        LearnerRole role = plan.beside()
                .orElseGet(() -> new LearnerRole(LearnerRuns.models(recipe), new PolicyResponses(Optional.empty())));
        RunInputs inputs = RunInputs.open(plan, source, output.root(), role, resources);
        output.enter(plan.resolved(), plan.resumption().resumes());
        checkpoint = new CheckpointChoice(CheckpointStore.of(output.root()), plan.out())
                .step(plan.resumption().from());
        if (source.existing().isEmpty()) { // else its inputs were compared with it
            RunInputs.requireSameVocabulary(recipe, inputs.components(), source.directory());
        }
        LearnerRuns beside = resources.add(LearnerRuns.open(plan, output.root(), checkpoint, role.models()));
        parts = parts(inputs, beside);
        if (plan.beside().isEmpty()) {
            role.models().use(LearnerTerm.POLICY, asTextModel());
        }
    }

    /** Loads the policy, and lets trackers watch. */
    private RunParts parts(RunInputs inputs, LearnerRuns beside) {
        Components components = inputs.components();
        Device device = Precision.device(recipe.device());
        Precision precision = EngineSettings.precision(recipe.model(), device);
        Policy policy = resources.add(Policy.load(
                source.directory(), device, precision, EngineSettings.adapters(recipe.model()), recipe.seed()));
        Observers observers =
                resources.add(observers(components.factory(), RunDescription.of(plan, policy, precision)));
        Optional<ClusterRun> cluster = plan.cluster()
                .map(engine -> resources.add(
                        RunParts.workers(engine, plan, components, policy, source.directory(), output.root())));
        RunClock clock = new RunClock();
        Checkpoints checkpoints = new Checkpoints(
                output.root(),
                policy,
                plan.checkpoints(),
                components.stateful(),
                provenance(inputs.data(), source.directory()),
                clock);
        checkpoints.describe(new ModelCard(plan.name(), recipe, source.directory()));
        return new RunParts(
                recipe,
                output,
                components,
                inputs.data(),
                inputs.tokenizer(),
                policy,
                precision,
                observers,
                inputs.services(),
                checkpoints,
                clock,
                beside,
                cluster);
    }

    /** Does a piece of the run's work; a failure ends the run, and trackers are told. */
    public <T> T doing(Supplier<T> work) {
        if (closed) {
            throw new IllegalStateException("The run is closed. Open another one.");
        }
        if (failure != null) {
            throw new IllegalStateException("The run was ended by a failure: " + failure, failure);
        }
        try {
            return work.get();
        } catch (UncheckedIOException e) {
            throw failed(explained(e));
        } catch (RuntimeException e) {
            throw failed(e);
        } catch (Error e) {
            throw failed(e);
        }
    }

    /** A file that can't be written may be one of a directory that is gone, which is then what is told. */
    private UncheckedIOException explained(UncheckedIOException failure) {
        try {
            output.requireHeld();
            return failure;
        } catch (UncheckedIOException lost) {
            lost.addSuppressed(failure);
            return lost;
        }
    }

    private <T extends Throwable> T failed(T thrown) {
        failure = thrown;
        if (!ended) {
            ended = true;
            parts.observers().failed(thrown, parts.clock().seconds());
        }
        return thrown;
    }

    /** Does a piece of the run's work that has no result. */
    public void doing(Runnable work) {
        doing(() -> {
            work.run();
            return true;
        });
    }

    /** The steps that are left; the first call begins the run. */
    public TrainingLoop loop() {
        if (loop == null) {
            loop = begin();
        }
        return loop;
    }

    private TrainingLoop begin() {
        int done = stepsDone();
        parts.observers().continueAfter(done);
        parts.checkpoints().include(parts.observers());
        stage = recipe.preference()
                .map(settings -> (Stage) resources.add(preference(settings)))
                .orElseGet(() -> resources.add(reinforcement()));
        return stage.begin(done);
    }

    private PreferenceStage preference(Training.Preference settings) {
        return PreferenceStage.of(
                parts, settings, plugin -> weights(plugin, source.start(), parts.device(), parts.precision()));
    }

    private ReinforcementStage reinforcement() {
        Components components = parts.components();
        Learners learners = resources.add(Learners.load(components.models, this::learner));
        parts.checkpoints().include(learners);
        parts.checkpoints().include(parts.beside());
        StageModels models = resources.add(new StageModels(
                StageModels.readsReference(components),
                RunSettings.samplesAhead(recipe) && parts.backend().isEmpty(),
                () -> LanguageModel.load(source.start(), parts.device(), parts.precision())));
        LoadedScorers scorers = resources.add(new LoadedScorers(
                components.scoringModels(),
                Optional.of(parts.policy().model()),
                models.reference(),
                parts.device(),
                parts.precision()));
        parts.services().scoring().use(scorers.service(recipe.training().tokensPerMicroBatch()));
        return new ReinforcementStage(parts, models, learners);
    }

    /** Measures the policy after its last step, and tells trackers that the run has come to its end; once. */
    public TrainingOutcome end() {
        TrainingOutcome result = outcome;
        if (result == null) {
            int steps = loop().done();
            result = stage().end(source, steps);
            parts.beside().end();
            outcome = result;
            ended = true;
            parts.observers().ended(RunEnd.completed(steps, result.seconds()));
        }
        return result;
    }

    /** Measures the policy between two steps. */
    public Evaluator.Result measure() {
        return stage().measure(loop().done());
    }

    /** Writes the checkpoint of the last step, unless it is there, and returns its directory. */
    public Path checkpoint() {
        int step = loop().done();
        Path directory = CheckpointStore.of(output.root()).path(step);
        output.requireHeld();
        if (!Files.exists(directory)) {
            parts.checkpoints().write(step);
        }
        return directory;
    }

    /** Writes the model in training as a Hugging Face directory, and nothing else. */
    public void saveModel(Path directory) {
        stage().saveModel(directory);
    }

    /** The policy as a text model, once the run has begun. */
    PolicyModel asTextModel() {
        return new PolicyModel(PolicyModel.Config.DEFAULTS, parts.services().opinions(), parts.tokenizer());
    }

    /** Lets {@link #asTextModel} answer with the weights of now, with that number in every draw. */
    void offerOpinions(int step) {
        stage().offerOpinions(step);
    }

    /** Where the run writes. */
    public Path directory() {
        return output.root();
    }

    /** Number of examples that measure, of which the recipe may leave some out. */
    public int heldOutExamples() {
        return parts.data().evaluation().size();
    }

    public Recipe recipe() {
        return recipe;
    }

    private Stage stage() {
        return Objects.requireNonNull(stage, "the run has begun");
    }

    private Learner learner(AuxiliaryModel plugin) {
        return Learner.load(
                plugin,
                model -> weights(model, source.start(), parts.device(), parts.precision()),
                RunSettings.updates(recipe, parts.components().needs()),
                parts.observers(),
                new BatchRescue(parts.directory()));
    }

    /** Loads the weights that a model beside the policy starts from: its own directory, or the policy's. */
    private static TrainedModel weights(AuxiliaryModel plugin, Path start, Device device, Precision precision) {
        Path directory = plugin.learning().path().map(Path::of).orElse(start);
        return switch (plugin.output()) {
            case LOGPROBS -> Policy.load(directory, device, precision, Optional.empty(), 0);
            case VALUES ->
                ScalarModel.loadValues(
                        directory, device, precision, plugin.learning().rewardHead());
            case SCORES -> ScalarModel.loadScores(directory, device, precision);
        };
    }

    /** Goes back to a checkpoint, or through the supervised stage; returns the number of steps that are done. */
    private int stepsDone() {
        checkpoint.ifPresent(parts.checkpoints()::restore);
        RecipeLock.of(recipe, plan.plugins()).write(output.lock());
        if (checkpoint.isEmpty()) {
            recipe.supervised().ifPresent(this::supervise);
        }
        recipe.supervised().ifPresent(stage -> SupervisedCheckpoints.delete(output.root()));
        return checkpoint.orElse(0);
    }

    private void supervise(Training.Supervised settings) {
        new SupervisedStage(
                        parts.policy(),
                        parts.tokenizer(),
                        parts.data().demonstrations().orElseThrow(),
                        SystemMessage.of(recipe, parts.components().environment),
                        recipe.seed(),
                        settings,
                        RunSettings.updates(recipe, parts.components().needs()),
                        parts.observers())
                .run(parts.supervisedCheckpoints(settings.steps(), plan.checkpoints(), plan.out()));
        parts.policy().resetOptimizer();
        output.requireHeld();
        parts.checkpoints().write(0);
    }

    private Provenance provenance(Datasets data, Path model) {
        return new Provenance(
                DataHash.of(data.train()),
                DataHash.of(data.evaluation()),
                ModelHash.of(model),
                RecipeLock.of(recipe, plan.plugins()),
                plan.out());
    }

    private Observers observers(ComponentFactory run, RunFacts facts) {
        ComponentFactory factory = run.offeringAlso(plan.services())
                .offeringAlso(Map.of(RunDirectory.class, new RunDirectory(output.root()), RunFacts.class, facts));
        Observers observers = new Observers(List.of());
        for (int i = 0; i < recipe.trackers().size(); i++) {
            Recipe.Component component = recipe.trackers().get(i);
            observers.add(component.name(), factory.create(Kind.TRACKER, component, "trackers[" + i + "]"));
        }
        boolean lent = plan.stage().isPresent(); // later stages have the same
        plan.trackers()
                .forEach(lent ? given -> observers.lend("given", given) : given -> observers.add("given", given));
        return observers;
    }

    /** Ends a run that has begun and was not ended, tells its trackers, and closes what it holds. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (resources) {
            if (loop != null && !ended) {
                ended = true;
                int done = loop.done();
                parts.observers()
                        .ended(
                                loop.hasNext()
                                        ? RunEnd.failed(done, parts.clock().seconds(), stopped(done))
                                        : RunEnd.completed(done, parts.clock().seconds()));
            }
        }
    }

    private CancellationException stopped(int done) {
        return new CancellationException("closed after step " + done + " of " + recipe.steps());
    }
}
