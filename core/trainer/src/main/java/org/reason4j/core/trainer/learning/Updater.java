package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.core.engine.model.AdamW;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.trainer.report.StepLog;

/**
 * Turns credits into updates of the weights: first of the models that learn beside the policy, then of the policy.
 *
 * <p>A loss sees log-probabilities and entropies as leaves. Their gradients go on into the model's own backward pass, so
 * logits of a whole batch never exist. Micro-batches of a mini-batch add up: the update is that of the whole.
 */
public final class Updater {

    private final Policy policy;
    private final Learners learners;
    private final PolicyOptimizer optimizer;
    private final Optional<UpdateRule> rule;
    private final List<Regularizer> regularizers;
    private final Recipe recipe;
    private final LearningRate learningRate;
    private final PolicyPasses passes;
    private final Batching batching;
    private final BatchRescue rescue;
    private final Function<TokenBatch, NDArray> objective = this::objective; // one object, for rules to be known by

    public Updater(Workplace with, Learners learners, BatchRescue rescue) {
        this.policy = with.policy();
        this.learners = learners;
        this.optimizer = with.components().optimizer;
        this.rule = with.components().updateRule;
        this.regularizers = with.components().regularizers;
        this.recipe = with.recipe();
        this.rescue = rescue;
        Requirements needs = with.components().needs();
        boolean entropyLearns = needs.lossStreams().contains(TokenStream.ENTROPY)
                || needs.streams().contains(TokenStream.ENTROPY);
        boolean currentIsOld = !movesBeforeItsLoss(with);
        batching = Batching.of(recipe, needs);
        passes = new PolicyPasses(
                policy, recipe.training().recompute(), entropyLearns, currentIsOld, with.observers(), rescue);
        Training training = recipe.training();
        learningRate = new LearningRate(
                training.schedule(),
                training.learningRate(),
                training.warmupSteps(),
                Math.max(0L, training.steps() - learners.soloSteps()) * training.updatesPerStep(),
                training.finalLearningRate());
    }

    /** Whether a loss of a step is computed with weights that the step has moved already. */
    public static boolean movesBeforeItsLoss(Workplace with) {
        return with.recipe().training().updatesPerStep() > 1
                || with.components().updateRule.isPresent();
    }

    /** Makes all updates of a step: for each epoch, one per mini-batch. */
    public void update(StepLog log, List<Credit> credits) {
        List<Credit> learned = credits.stream()
                .filter(credit -> credit.trajectory().learnedTokens() > 0)
                .toList();
        learners.update(log, learned);
        boolean solo = log.step() <= learners.soloSteps();
        if (solo) {
            log.put("update/solo", 1);
        }
        Map<String, Double> metrics = solo || learned.isEmpty() ? Map.of() : learn(log, learned);
        log.putAll(metrics);
        regularizers.forEach(regularizer -> regularizer.stepCompleted(metrics));
    }

    private Map<String, Double> learn(StepLog log, List<Credit> credits) {
        List<Trajectory> own = ofThePolicy(credits);
        OptionalLong oldest = own.stream().mapToLong(this::age).max();
        if (oldest.orElse(0) > recipe.training().staleness()) {
            throw new IllegalStateException("A rollout of step " + log.step() + " is " + oldest.getAsLong()
                    + " updates old, but training.staleness allows "
                    + recipe.training().staleness());
        }
        oldest.ifPresent(age -> log.put("staleness/max", age));
        log.putAll(origins(credits));
        UpdateStatistics statistics =
                new UpdateStatistics(own.stream().mapToLong(this::age).average());
        for (int epoch = 0; epoch < recipe.training().epochs(); epoch++) {
            for (MiniBatch miniBatch : MiniBatch.split(credits, batching)) {
                if (rule.isPresent()) {
                    update(log, miniBatch, statistics, epoch == 0, rule.get());
                } else {
                    update(log, miniBatch, statistics, epoch == 0);
                }
                statistics.updated();
            }
        }
        return statistics.metrics();
    }

    /** Responses that the policy sampled for this step; the age of others says nothing about the schedule. */
    private static List<Trajectory> ofThePolicy(List<Credit> credits) {
        return credits.stream()
                .map(Credit::trajectory)
                .filter(trajectory -> trajectory.origin() == Origin.POLICY)
                .toList();
    }

    /** Numbers of responses from other sources than the policy in this step, by source. */
    private static Map<String, Double> origins(List<Credit> credits) {
        Map<String, Double> counts = new TreeMap<>();
        for (Credit credit : credits) {
            Origin origin = credit.trajectory().origin();
            if (origin != Origin.POLICY) {
                counts.merge("origin/" + origin.name().toLowerCase(Locale.ROOT), 1.0, Double::sum);
            }
        }
        return counts;
    }

    /** Number of updates since a response was sampled. */
    private long age(Trajectory trajectory) {
        return policy.updates() - trajectory.policyVersion().orElseThrow();
    }

    /** By AdamW. */
    private void update(StepLog log, MiniBatch batch, UpdateStatistics statistics, boolean firstEpoch) {
        passes.gradient(log, batch, objective, result -> statistics.add(result, firstEpoch));
        double norm = policy.clipGradients(recipe.training().clipNorm());
        if (!Double.isFinite(norm)) {
            policy.clearGradients();
            throw rescue.stop(log.step(), batch.credits(), "The gradient's norm is " + norm);
        }
        double rate = learningRate.of(policy.updates() + 1);
        policy.update(adamW(recipe.training()), rate);
        statistics.gradientNorm(norm);
        statistics.learningRate(rate);
    }

    public static AdamW adamW(Training training) {
        return new AdamW(training.beta1(), training.beta2(), training.epsilon(), training.weightDecay());
    }

    /** By the optimizer's own rule. */
    private void update(
            StepLog log, MiniBatch batch, UpdateStatistics statistics, boolean firstEpoch, UpdateRule moving) {
        try (NDManager owner = policy.model().scope()) {
            RuleUpdate update =
                    new RuleUpdate(policy, passes, objective, batch, log, owner, statistics, firstEpoch, rescue);
            statistics.add(moving.update(update));
        }
        double norm = policy.parameterNorm();
        if (!Double.isFinite(norm)) {
            throw rescue.stop(log.step(), batch.credits(), "The norm of the weights after the update is " + norm);
        }
        policy.countUpdate();
    }

    private NDArray objective(TokenBatch tokens) {
        NDArray total = optimizer.loss(tokens);
        for (Regularizer regularizer : regularizers) {
            Optional<NDArray> term = regularizer.loss(tokens);
            total = term.isPresent() ? total.add(term.get()) : total;
        }
        return total;
    }
}
