package org.reason4j.core.trainer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.Summary;
import org.reason4j.core.trainer.checkpoint.Checkpoints;
import org.reason4j.core.trainer.checkpoint.WeightsHash;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.evaluation.BeforeTraining;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.evaluation.HeldOut;
import org.reason4j.core.trainer.experience.BackendRollouts;
import org.reason4j.core.trainer.experience.ChosenPrompts;
import org.reason4j.core.trainer.experience.Collector;
import org.reason4j.core.trainer.experience.PolicyStreams;
import org.reason4j.core.trainer.experience.PromptPool;
import org.reason4j.core.trainer.experience.Prompts;
import org.reason4j.core.trainer.experience.RolloutSource;
import org.reason4j.core.trainer.experience.RolloutsAhead;
import org.reason4j.core.trainer.experience.RolloutsNow;
import org.reason4j.core.trainer.experience.Sampling;
import org.reason4j.core.trainer.learning.BatchRescue;
import org.reason4j.core.trainer.learning.Learners;
import org.reason4j.core.trainer.learning.Updater;
import org.reason4j.core.trainer.learning.Workplace;
import org.reason4j.core.trainer.loop.Collaborators;
import org.reason4j.core.trainer.loop.Shaping;
import org.reason4j.core.trainer.loop.TrainingLoop;
import org.reason4j.core.trainer.report.Observers;

/** Reinforcement learning between two measurements. */
final class ReinforcementStage implements AutoCloseable {

    private final Workplace with;
    private final Recipe recipe;
    private final Optional<LanguageModel> reference;
    private final Learners learners;
    private final Optional<LanguageModel> copy;
    private final RewardScorer scorer;
    private final Evaluator evaluator;
    private final HeldOut heldOut;
    private final Optional<BackendRollouts> backend;
    private RolloutSource rollouts;

    /**
     * Prepares the stage.
     *
     * @param reference the frozen reference policy, where somebody reads its log-probabilities; closed with this stage
     * @param copy another instance of the policy's model, where rollouts are written ahead; closed with this stage
     * @param learners models that learn beside the policy
     */
    ReinforcementStage(
            Workplace with, Optional<LanguageModel> reference, Optional<LanguageModel> copy, Learners learners) {
        this.with = with;
        this.recipe = with.recipe();
        this.reference = reference;
        this.copy = copy;
        this.learners = learners;
        rollouts = new RolloutsNow(with.components().sampler);
        int threads = recipe.training().rewardCalls() > 0
                ? recipe.training().rewardCalls()
                : Math.max(2, Runtime.getRuntime().availableProcessors());
        scorer = new RewardScorer(
                with.components().rewards, threads, recipe.rollout().onFailure());
        evaluator = new Evaluator(
                with.policy().model(),
                with.tokenizer(),
                with.components().measure,
                with.components().environment,
                recipe.rollout(),
                recipe.evaluation(),
                recipe.seed(),
                threads);
        heldOut = new HeldOut(evaluator, problems(), recipe.evaluation(), with.observers());
        backend = with.components().backend.map(this::backend);
    }

    /** Runs the steps after those that are done. */
    TrainingRun.Outcome run(int done, PolicySource source) {
        int steps = recipe.training().steps();
        sampling().ready();
        BeforeTraining before = new BeforeTraining(with.directory());
        Evaluator.Result start = before.load(heldOut.problems()).orElseGet(() -> before.save(heldOut.full(0)));
        heldOut.tell(0, start);
        if (done == 0) {
            with.clock().continueFrom(0);
        }
        new TrainingLoop(collaborators()).run(done + 1, steps);
        double seconds = with.clock().seconds();
        Evaluator.Result end = heldOut.full(steps);
        heldOut.tell(steps, end);
        Path last = Checkpoints.of(with.directory(), steps);
        String hash = WeightsHash.of(Files.exists(last) ? last : source.start());
        new Summary(start.measurement(), end.measurement(), seconds, steps, hash)
                .write(new RunDirectory(with.directory()).summary());
        return new TrainingRun.Outcome(start, end, seconds);
    }

    private Sampling sampling() {
        return new Sampling(
                with.policy().model(),
                with.tokenizer(),
                recipe,
                with.components().environment,
                with.observers(),
                with.services(),
                with.components().schedules,
                backend);
    }

    private BackendRollouts backend(RolloutBackend writing) {
        return new BackendRollouts(
                recipe.backend().orElseThrow().name(),
                writing,
                with.policy(),
                with.tokenizer(),
                EngineSettings.sampling(recipe.rollout()),
                with.services().metrics());
    }

    private Collaborators collaborators() {
        Components components = with.components();
        Training training = recipe.training();
        LanguageModel policy = with.policy().model();
        PromptOrder order = new PromptOrder(
                recipe.seed(),
                with.data().train().size(),
                training.promptsPerStep(),
                recipe.data().shuffle());
        PromptPool pool = new PromptPool(
                with.data().train(), with.tokenizer(), recipe.data().system());
        Prompts prompts = new Prompts(pool, order, chosen(pool, order));
        rollouts = rollouts(prompts);
        Collector collector = new Collector(
                prompts,
                sampling(),
                rollouts,
                new PolicyStreams(
                        policy,
                        reference,
                        learners,
                        beforeUpdates(components.needs()),
                        recipe.rollout().temperature(),
                        training.tokensPerMicroBatch()),
                scorer,
                components.filters,
                components.needs().greedyResponse(),
                recipe.rollout().maxBatches());
        with.checkpoints().include(collector);
        return new Collaborators(
                collector,
                new Shaping(components.shapers, components.creditShapers, components.regularizers),
                components.optimizer,
                new Updater(with, learners, new BatchRescue(with.directory())),
                with.services().metrics(),
                heldOut,
                with.observers(),
                components.schedules,
                with.checkpoints(),
                with.services());
    }

    private Optional<ChosenPrompts> chosen(PromptPool pool, PromptOrder order) {
        Components components = with.components();
        return components.curriculum.map(curriculum -> new ChosenPrompts(
                recipe.curriculum().orElseThrow().name(),
                curriculum,
                pool,
                order,
                components.needs().fields()));
    }

    private RolloutSource rollouts(Prompts prompts) {
        if (copy.isEmpty()) {
            return new RolloutsNow(with.components().sampler);
        }
        return new RolloutsAhead(
                prompts,
                new Sampling(
                        copy.get(),
                        with.tokenizer(),
                        recipe,
                        with.components().environment,
                        new Observers(List.of()),
                        with.services(),
                        with.components().schedules,
                        Optional.empty()),
                with.components().sampler,
                with.policy().model(),
                copy.get(),
                recipe.training().staleness() / recipe.training().updatesPerStep(),
                recipe.training().steps());
    }

    /**
     * Streams to compute before the updates of a step. A loss has the policy's own log-probabilities, and with a single
     * update by AdamW those are the old ones.
     */
    private Set<TokenStream> beforeUpdates(Requirements needs) {
        Set<TokenStream> streams = new HashSet<>(needs.streams());
        if (needs.lossStreams().contains(TokenStream.OLD_LOGPROBS) && Updater.movesBeforeItsLoss(with)) {
            streams.add(TokenStream.OLD_LOGPROBS);
        }
        if (needs.lossStreams().contains(TokenStream.CERTAINTY)) {
            streams.add(TokenStream.CERTAINTY);
        }
        return streams;
    }

    private List<Prompt> problems() {
        int limit = recipe.evaluation().limit();
        return with.data().evaluation().stream()
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .map(example ->
                        Prompts.prompt(example, with.tokenizer(), recipe.data().system()))
                .toList();
    }

    @Override
    public void close() {
        evaluator.close();
        scorer.close();
        rollouts.close();
        reference.ifPresent(LanguageModel::close);
    }
}
