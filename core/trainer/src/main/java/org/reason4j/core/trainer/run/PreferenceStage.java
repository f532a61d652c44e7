package org.reason4j.core.trainer.run;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.core.engine.model.TrainedModel;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.Summary;
import org.reason4j.core.trainer.checkpoint.WeightsHash;
import org.reason4j.core.trainer.evaluation.BeforeTraining;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.evaluation.HeldOut;
import org.reason4j.core.trainer.learning.BatchRescue;
import org.reason4j.core.trainer.learning.Learner;
import org.reason4j.core.trainer.learning.Learners;
import org.reason4j.core.trainer.learning.LearningRate;
import org.reason4j.core.trainer.loop.Guards;
import org.reason4j.core.trainer.loop.Shaping;
import org.reason4j.core.trainer.loop.TrainingLoop;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.StepLog;

/**
 * Training of a reward model on pairs: a step's credits are its pairs, and nothing is sampled. Held-out pairs measure it. The
 * policy stays as it is; the model is written as {@code reward-model} beside the checkpoints.
 */
final class PreferenceStage implements Stage {

    private final RunParts parts;
    private final Training.Preference settings;
    private final Function<AuxiliaryModel, Learner> loader;
    private final Learners learners;
    private final PreferencePairs train;
    private final PairAccuracy accuracy;
    private final HeldOut heldOut;
    private final PromptOrder order;
    private final LearningRate rate;
    private Evaluator.@Nullable Result before;

    /**
     * Prepares the stage, whose model is in every checkpoint from now on.
     *
     * @param weights loads the weights that training starts from
     */
    static PreferenceStage of(
            RunParts parts, Training.Preference settings, Function<AuxiliaryModel, TrainedModel> weights) {
        PreferenceStage stage = new PreferenceStage(
                parts,
                settings,
                model -> Learner.load(
                        model,
                        weights,
                        RunSettings.updates(parts.recipe(), Requirements.NONE.withPairsTogether()),
                        parts.observers(),
                        new BatchRescue(parts.directory())));
        parts.checkpoints().include(stage.learners);
        return stage;
    }

    private PreferenceStage(RunParts parts, Training.Preference settings, Function<AuxiliaryModel, Learner> loader) {
        this.parts = parts;
        this.settings = settings;
        this.loader = loader;
        Recipe recipe = parts.recipe();
        train = PreferencePairs.of(
                parts.data().train(), parts.tokenizer(), recipe.data().system(), "data.train");
        int limit = recipe.evaluation().limit();
        PreferencePairs measured = PreferencePairs.of(
                parts.data().evaluation().stream()
                        .limit(limit == 0 ? Long.MAX_VALUE : limit)
                        .toList(),
                parts.tokenizer(),
                recipe.data().system(),
                "data.evaluation");
        order = new PromptOrder(
                recipe.seed(),
                train.examples().size(),
                settings.batchSize(),
                recipe.data().shuffle());
        rate = new LearningRate("cosine", settings.learningRate(), settings.warmupSteps(), settings.steps(), 0.1);
        learners = Learners.load(
                List.of(new PreferenceModel(settings, recipe.training().clipNorm())), loader);
        accuracy = new PairAccuracy(measured, learner(), recipe.training().tokensPerMicroBatch());
        heldOut = new HeldOut(
                accuracy, measured.prompts(), RunSettings.heldOutPairs(recipe.evaluation()), parts.observers());
    }

    private Learner learner() {
        return learners.all().get(0);
    }

    @Override
    public TrainingLoop begin(int done) {
        BeforeTraining file = new BeforeTraining(parts.directory());
        before = file.load(heldOut.problems()).orElseGet(() -> file.save(measureStart(done)));
        heldOut.tell(0, before);
        if (done == 0) {
            parts.clock().continueFrom(0);
        }
        StepPairs pairs = new StepPairs();
        Guards guards = new Guards(parts.components().guards);
        parts.checkpoints().include(guards);
        TrainingLoop loop = new TrainingLoop(
                new TrainingLoop.Parts(
                        pairs::begin,
                        new Shaping((log, all) -> all, List.of(), List.of(), List.of()),
                        pairs,
                        this::update,
                        (log, scored) -> {},
                        parts.services().metrics(),
                        heldOut::duringTraining,
                        guards,
                        parts.observers(),
                        parts.components().schedules,
                        parts::stepCompleted),
                done,
                settings.steps());
        parts.checkpoints().setAsideAfter(done);
        return loop;
    }

    private Evaluator.Result measureStart(int done) {
        if (done == 0) {
            return heldOut.full(0);
        }
        try (Learner start = loader.apply(learner().plugin())) {
            return accuracy.of(start).full(heldOut.problems(), pairs -> {});
        }
    }

    private void update(StepLog log, List<Credit> pairs) {
        double now = rate.of(learner().updates() + 1);
        log.putAll(learner().update(log, pairs, rate::of));
        log.put(PreferenceModel.NAME + "/learning_rate", now);
    }

    @Override
    public TrainingOutcome end(PolicySource source, int steps) {
        double seconds = parts.clock().seconds();
        Evaluator.Result start = Objects.requireNonNull(before, "a stage begins before it ends");
        Evaluator.Result end = heldOut.measure(steps);
        parts.output().requireHeld();
        if (parts.output().isKept()) {
            Path target = parts.directory().resolve(PreferenceModel.NAME);
            replace(target);
            new Summary(start.measurement(), end.measurement(), seconds, steps, WeightsHash.of(target))
                    .write(new RunDirectory(parts.directory()).summary());
        }
        return TrainingOutcome.of(start, end, seconds);
    }

    private void replace(Path target) {
        if (Files.exists(target)) { // of a process that was ended before it could say so
            try {
                DurableFiles.deleteTree(target);
            } catch (IOException e) {
                throw DurableFiles.cannotDelete(target, e);
            }
        }
        saveModel(target);
    }

    @Override
    public Evaluator.Result measure(int step) {
        return heldOut.measure(step);
    }

    @Override
    public void saveModel(Path directory) {
        learner().saveModel(directory);
    }

    @Override
    public void close() {
        learners.close();
    }

    /** The pairs of a step, in place of what a policy optimizer makes of responses. */
    private final class StepPairs implements PolicyOptimizer {

        private int step;

        Experience begin(StepLog log) {
            step = log.step();
            return new Experience(List.of(), List.of(), List.of(), Map.of());
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> none) {
            List<Credit> pairs = new ArrayList<>();
            int number = 0;
            for (int index : order.examplesOf(step)) {
                pairs.addAll(train.pair(number++, train.examples().get(index)));
            }
            return pairs;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            throw new IllegalStateException("the policy does not learn from pairs");
        }
    }
}
