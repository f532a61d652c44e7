package org.reason4j.core.trainer.run;

import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.engine.model.AdamW;
import org.reason4j.core.host.config.Evaluation;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.track.coach.Coach;
import org.reason4j.core.host.track.coach.RunOutline;
import org.reason4j.core.trainer.checkpoint.CheckpointSettings;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.evaluation.HeldOutSettings;
import org.reason4j.core.trainer.experience.RolloutSetup;
import org.reason4j.core.trainer.learning.Batching;
import org.reason4j.core.trainer.learning.LearningRate;
import org.reason4j.core.trainer.learning.UpdateSettings;

/** Settings of each floor, from the recipe; the floors themselves know no recipe. */
final class RunSettings {

    /** True if batches are written before their step, with weights that they do not train. */
    static boolean samplesAhead(Recipe recipe) {
        return recipe.training().staleness() > 0 && recipe.rollout().partialTokens() == 0;
    }

    private RunSettings() {}

    /**
     * Updates of reinforcement learning.
     *
     * @param needs of all components
     */
    static UpdateSettings updates(Recipe recipe, Requirements needs) {
        Training training = recipe.training();
        Batching batching = new Batching(
                training.miniBatches(),
                training.tokensPerMicroBatch(),
                recipe.rollout().maxTokens(),
                needs.groupsTogether(),
                needs.pairsTogether(),
                needs.lossStreams().contains(TokenStream.OBSERVED_LOGPROBS));
        return new UpdateSettings(
                batching,
                training.epochs(),
                training.recompute(),
                new AdamW(training.beta1(), training.beta2(), training.epsilon(), training.weightDecay()),
                training.clipNorm(),
                training.staleness());
    }

    /**
     * The learning rate of reinforcement learning.
     *
     * @param soloSteps steps at the beginning in which the policy does not learn
     */
    static LearningRate learningRate(Training training, int soloSteps) {
        return new LearningRate(
                training.schedule(),
                training.learningRate(),
                training.warmupSteps(),
                Math.max(0L, training.steps() - soloSteps) * training.updatesPerStep(),
                training.finalLearningRate());
    }

    static RolloutSetup rollouts(Recipe recipe) {
        return new RolloutSetup(
                recipe.rollout().groupSize(),
                EngineSettings.sampling(recipe.rollout()),
                recipe.sampler().name());
    }

    static HeldOutSettings heldOut(Evaluation evaluation) {
        return new HeldOutSettings(
                evaluation.every(), evaluation.during(), evaluation.samples(), evaluation.threshold());
    }

    /** Measurements of a reward model, which is asked once for each pair. */
    static HeldOutSettings heldOutPairs(Evaluation evaluation) {
        return new HeldOutSettings(evaluation.every(), evaluation.during(), 0, evaluation.threshold());
    }

    static CheckpointSettings checkpoints(ResolvedRecipe resolved) {
        Recipe recipe = resolved.recipe();
        return new CheckpointSettings(
                recipe.steps(),
                recipe.checkpoints().every(),
                recipe.checkpoints().keepLast(),
                recipe.checkpoints().keepBest(),
                resolved.toYaml());
    }

    /**
     * The coach of a run; empty where the recipe wants none.
     *
     * @param measure key of the reward that tells right from wrong
     */
    static Optional<Coach> coach(Recipe recipe, String measure) {
        RunOutline outline = new RunOutline(
                recipe.rollout().groupSize(),
                measure,
                recipe.evaluation().threshold(),
                recipe.rollout().maxTokens(),
                recipe.training().staleness() > 0);
        return Optional.of(recipe.coach())
                .filter(settings -> !settings.mute().contains(Coach.ALL))
                .map(settings -> new Coach(outline, settings.mute(), settings.patience()));
    }

    /** Number of groups that rewards score at the same time. */
    static int rewardThreads(Training training) {
        return training.rewardCalls() > 0
                ? training.rewardCalls()
                : Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    /** Number of prompts that a batch asks for. */
    static int promptsPerBatch(Recipe recipe) {
        return (int)
                Math.ceil(recipe.training().promptsPerStep() * recipe.rollout().overSampling());
    }
}
