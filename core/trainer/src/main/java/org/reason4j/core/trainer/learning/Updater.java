package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.core.engine.model.Policy;
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
    private final Objective objective; // one object, which rules recognize
    private final Optional<UpdateRule> rule;
    private final PolicyPasses passes;
    private final LearningRate learningRate;
    private final UpdateSettings settings;
    private final BatchRescue rescue;

    /**
     * Prepares updates.
     *
     * @param rule how the weights change, where it is not by AdamW
     * @param learningRate of AdamW, by the number of the policy's update
     */
    public Updater(
            Policy policy,
            Learners learners,
            Objective objective,
            Optional<UpdateRule> rule,
            PolicyPasses passes,
            LearningRate learningRate,
            UpdateSettings settings,
            BatchRescue rescue) {
        this.policy = policy;
        this.learners = learners;
        this.objective = objective;
        this.rule = rule;
        this.passes = passes;
        this.learningRate = learningRate;
        this.settings = settings;
        this.rescue = rescue;
    }

    /** Makes all updates of a step: for each epoch, one per mini-batch. */
    public void update(StepLog log, List<Credit> credits) {
        List<Credit> learned = credits.stream()
                .filter(credit -> credit.trajectory().learnedTokens() > 0)
                .toList();
        learners.update(log, learned);
        boolean solo = learners.areAlone(log.step());
        if (solo) {
            log.put("update/solo", 1);
        }
        Map<String, Double> metrics = solo || learned.isEmpty() ? Map.of() : learn(log, learned);
        log.putAll(metrics);
        objective.regularizers().forEach(regularizer -> regularizer.stepCompleted(metrics));
    }

    private Map<String, Double> learn(StepLog log, List<Credit> credits) {
        List<Trajectory> own = ofThePolicy(credits);
        TokenAges ages = TokenAges.of(own, policy.updates());
        if (ages.max() > settings.staleness()) {
            throw new IllegalStateException("A token of a rollout of step " + log.step() + " is " + ages.max()
                    + " updates old, but training.staleness allows "
                    + settings.staleness());
        }
        log.putAll(ages.metrics());
        log.putAll(origins(credits));
        UpdateStatistics statistics = new UpdateStatistics(ages.mean());
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            for (MiniBatch miniBatch : MiniBatch.split(credits, settings.batching())) {
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

    /** By AdamW. */
    private void update(StepLog log, MiniBatch batch, UpdateStatistics statistics, boolean firstEpoch) {
        passes.gradient(log, batch, objective, result -> statistics.add(result, firstEpoch));
        double norm = policy.clipGradients(settings.clipNorm());
        policy.lossScale().ifPresent(scale -> statistics.lossScale(scale.factor()));
        if (policy.dropsOverflow(norm)) {
            statistics.overflowed();
            return;
        }
        if (!Double.isFinite(norm)) {
            policy.clearGradients();
            throw rescue.stop(log.step(), batch.credits(), "The gradient's norm is " + norm);
        }
        double rate = learningRate.of(policy.updates() + 1);
        policy.update(settings.adamW(), rate);
        statistics.gradientNorm(norm);
        statistics.learningRate(rate);
    }

    /** By the optimizer's own rule, whose passes are in fp32: it compares the policy with itself after small moves. */
    private void update(
            StepLog log, MiniBatch batch, UpdateStatistics statistics, boolean firstEpoch, UpdateRule moving) {
        try (NDManager owner = policy.model().scope()) {
            RuleUpdate update =
                    new RuleUpdate(policy, passes, objective, batch, log, owner, statistics, firstEpoch, rescue);
            statistics.add(policy.model().inFp32(() -> moving.update(update)));
        }
        double norm = policy.parameterNorm();
        if (!Double.isFinite(norm)) {
            throw rescue.stop(log.step(), batch.credits(), "The norm of the weights after the update is " + norm);
        }
        policy.countUpdate();
    }
}
