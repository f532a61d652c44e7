package org.reason4j.core.trainer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.Summary;
import org.reason4j.core.host.track.coach.Coach;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import org.reason4j.core.trainer.checkpoint.WeightsHash;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.SystemMessage;
import org.reason4j.core.trainer.evaluation.BeforeTraining;
import org.reason4j.core.trainer.evaluation.EvaluationSettings;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.evaluation.HeldOut;
import org.reason4j.core.trainer.experience.Collector;
import org.reason4j.core.trainer.experience.PolicyStreams;
import org.reason4j.core.trainer.experience.PromptPool;
import org.reason4j.core.trainer.experience.Prompts;
import org.reason4j.core.trainer.experience.RolloutSource;
import org.reason4j.core.trainer.experience.Sampling;
import org.reason4j.core.trainer.experience.StreamModel;
import org.reason4j.core.trainer.experience.TokenScorer;
import org.reason4j.core.trainer.learning.BatchRescue;
import org.reason4j.core.trainer.learning.Learners;
import org.reason4j.core.trainer.learning.MovingReference;
import org.reason4j.core.trainer.learning.Objective;
import org.reason4j.core.trainer.learning.PolicyPasses;
import org.reason4j.core.trainer.learning.UpdateSettings;
import org.reason4j.core.trainer.learning.Updater;
import org.reason4j.core.trainer.loop.Guards;
import org.reason4j.core.trainer.loop.Shaping;
import org.reason4j.core.trainer.loop.TrainingLoop;
import org.reason4j.core.trainer.report.StepLog;

/** Reinforcement learning between two measurements. */
final class ReinforcementStage implements Stage {

    private final RunParts parts;
    private final Recipe recipe;
    private final Components components;
    private final StageModels models;
    private final Learners learners;
    private final Prompts prompts;
    private final Sampling sampling;
    private final RolloutSource rollouts;
    private final RewardScorer scorer;
    private final Evaluator evaluator;
    private final HeldOut heldOut;
    private Evaluator.@Nullable Result before;
    private @Nullable Guards guards;

    /**
     * Prepares the stage.
     *
     * @param models the reference policy and the copy, where they are needed; the stage takes the copy
     * @param learners models that learn beside the policy
     */
    ReinforcementStage(RunParts parts, StageModels models, Learners learners) {
        this.parts = parts;
        this.recipe = parts.recipe();
        this.components = parts.components();
        this.models = models;
        this.learners = learners;
        StageRollouts written = new StageRollouts(parts, models);
        prompts = written.prompts();
        sampling = written.sampling();
        int threads = RunSettings.rewardThreads(recipe.training());
        scorer = new RewardScorer(
                parts.rewards(), parts.rewardThreads(), recipe.rollout().onFailure());
        evaluator = new Evaluator(
                parts.policy().model(),
                parts.tokenizer(),
                components.measure,
                EvaluationSettings.of(
                        recipe.rollout(), components.environment, recipe.evaluation(), recipe.seed(), threads));
        heldOut = new HeldOut(evaluator, problems(), RunSettings.heldOut(recipe.evaluation()), parts.observers());
        rollouts = written.source(prompts, sampling);
    }

    /**
     * Measures the policy before training, where no earlier process did, and prepares the steps after those that are done.
     *
     * @return the steps that are left
     */
    @Override
    public TrainingLoop begin(int done) {
        sampling.ready();
        parts.beside().begin(done);
        BeforeTraining file = new BeforeTraining(parts.directory());
        before = file.load(heldOut.problems()).orElseGet(() -> file.save(measureStart(done)));
        heldOut.tell(0, before);
        parts.checkpoints().measuredBefore(before.measurement().accuracy());
        parts.services().metrics().clear(); // a resumed run does not measure again: these are of no step
        if (done == 0) {
            parts.clock().continueFrom(0);
        }
        TrainingLoop loop =
                new TrainingLoop(loopParts(), done, recipe.training().steps());
        parts.checkpoints().setAsideAfter(done);
        return loop;
    }

    @Override
    public TrainingOutcome end(PolicySource source, int steps) {
        double seconds = parts.clock().seconds();
        Evaluator.Result start = Objects.requireNonNull(before, "a stage begins before it ends");
        Evaluator.Result end = heldOut.measure(steps);
        parts.output().requireHeld();
        if (parts.output().isKept()) {
            Path last = CheckpointStore.of(parts.directory()).path(steps);
            String hash = WeightsHash.of(Files.exists(last) ? last : source.start());
            List<Coach.Told> told = Objects.requireNonNull(guards, "a stage begins before it ends")
                    .told();
            new Summary(start.measurement(), end.measurement(), seconds, steps, hash, told)
                    .write(new RunDirectory(parts.directory()).summary());
        }
        return TrainingOutcome.of(start, end, seconds);
    }

    @Override
    public void offerOpinions(int step) {
        sampling.offerOpinions(step);
    }

    /** Measures the policy between two steps; what components report meanwhile counts in none. */
    @Override
    public Evaluator.Result measure(int step) {
        Evaluator.Result result = heldOut.measure(step);
        parts.services().metrics().clear();
        return result;
    }

    /** Measures the model that training starts from, also where the policy has moved on. */
    private Evaluator.Result measureStart(int done) {
        if (done == 0) {
            return heldOut.full(0);
        }
        Evaluator.Result result;
        try (LanguageModel start = models.loadStart()) {
            parts.policy().model().take(start);
            result = heldOut.full(0);
        }
        parts.checkpoints().restore(done);
        return result;
    }

    @Override
    public void saveModel(Path directory) {
        parts.policy().save(directory);
    }

    private List<Prompt> problems() {
        int limit = recipe.evaluation().limit();
        return parts.data().evaluation().stream()
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .map(example ->
                        PromptPool.render(example, parts.tokenizer(), SystemMessage.of(recipe, components.environment)))
                .toList();
    }

    private TrainingLoop.Parts loopParts() {
        UpdateSettings settings = RunSettings.updates(recipe, components.needs());
        PolicyStreams streams = streams(settings);
        Optional<Coach> coach = RunSettings.coach(recipe, components.measure.key());
        Collector collector = new Collector(
                prompts,
                sampling,
                rollouts,
                streams,
                scorer,
                components.filters,
                components.needs().greedyResponse(),
                coach.isPresent(),
                new Collector.TopUp(
                        recipe.rollout().maxBatches(),
                        recipe.rollout().overSampling(),
                        recipe.rollout().onShortage() == Recipe.OnShortage.ABORT));
        parts.checkpoints().include(collector);
        models.reference().ifPresent(this::offerReference);
        Updater updater = updater(settings);
        guards = new Guards(components.guards, coach);
        parts.checkpoints().include(guards);
        return new TrainingLoop.Parts(
                collector::collect,
                new Shaping(streams::complete, components.shapers, components.creditShapers, components.regularizers),
                components.optimizer,
                (log, credits) -> parts.services().whileIdle(() -> updater.update(log, credits)),
                this::learnBeside,
                parts.services().metrics(),
                log -> heldOut.duringTraining(log, sampling::offerForMeasuring),
                guards,
                parts.observers(),
                components.schedules,
                parts::stepCompleted);
    }

    private void offerReference(LanguageModel reference) {
        MovingReference moving = new MovingReference(reference, parts.policy());
        parts.services().reference().use(moving);
        parts.checkpoints().include(moving);
    }

    /** Lets learners learn, whose rewards may ask the policy as it is now. */
    private void learnBeside(StepLog log, List<ScoredGroup> scored) {
        if (!recipe.learners().isEmpty()) {
            sampling.offerOpinions(log.step());
            parts.beside().learn(log, scored);
        }
    }

    private PolicyStreams streams(UpdateSettings settings) {
        List<StreamModel> models = learners.all().stream()
                .map(learner -> new StreamModel(learner.plugin().name(), learner.plugin().stream(), learner::output))
                .toList();
        return new PolicyStreams(
                scoring(parts.policy().model()),
                this.models.reference().map(model -> model::score),
                models,
                beforeUpdates(components.needs()),
                settings.batching().tokensPerMicroBatch());
    }

    /** Scores with the policy before the updates of a step, in the precision of the passes that compare with it. */
    private TokenScorer scoring(LanguageModel policy) {
        return components.updateRule.isEmpty()
                ? policy::score
                : (rows, wanted) -> parts.services().whileIdle(() -> policy.inFp32(() -> policy.score(rows, wanted)));
    }

    private Updater updater(UpdateSettings settings) {
        BatchRescue rescue = new BatchRescue(parts.directory());
        Requirements needs = components.needs();
        boolean entropyLearns = needs.lossStreams().contains(TokenStream.ENTROPY)
                || needs.streams().contains(TokenStream.ENTROPY);
        PolicyPasses passes = new PolicyPasses(
                parts.policy(),
                parts.passes(settings.recompute()),
                entropyLearns,
                !movesBeforeItsLoss(),
                parts.observers(),
                rescue);
        return new Updater(
                parts.policy(),
                learners,
                new Objective(components.optimizer, components.regularizers),
                components.updateRule,
                passes,
                RunSettings.learningRate(recipe.training(), learners.soloSteps()),
                settings,
                rescue);
    }

    /** True if a loss of a step is computed with weights that the step has moved already. */
    private boolean movesBeforeItsLoss() {
        return recipe.training().updatesPerStep() > 1 || components.updateRule.isPresent();
    }

    /**
     * Streams to compute before the updates of a step. A loss has the policy's own log-probabilities, and with a single
     * update by AdamW those are the old ones.
     */
    private Set<TokenStream> beforeUpdates(Requirements needs) {
        Set<TokenStream> streams = new HashSet<>(needs.streams());
        if (needs.lossStreams().contains(TokenStream.OLD_LOGPROBS) && movesBeforeItsLoss()) {
            streams.add(TokenStream.OLD_LOGPROBS);
        }
        for (TokenStream atTheStart : List.of(TokenStream.CERTAINTY, TokenStream.COLLISION)) {
            if (needs.lossStreams().contains(atTheStart)) {
                streams.add(atTheStart);
            }
        }
        return streams;
    }

    @Override
    public void close() {
        try (rollouts;
                scorer) {
            evaluator.close();
        }
    }
}
