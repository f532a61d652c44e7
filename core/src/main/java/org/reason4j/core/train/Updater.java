package org.reason4j.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.model.Policy;

/**
 * Turns credits into updates of the weights.
 *
 * <p>A loss sees log-probabilities and entropies as leaves. Their gradients go on into the model's own backward pass, so
 * logits of a whole batch never exist. Micro-batches of a mini-batch add up: the update is that of the whole.
 */
final class Updater {

    private final Policy policy;
    private final PolicyOptimizer optimizer;
    private final List<Regularizer> regularizers;
    private final Recipe recipe;
    private final LearningRate learningRate;
    private final boolean entropyLearns;
    private final Observers observers;
    private final BatchRescue rescue;

    Updater(
            Policy policy,
            PolicyOptimizer optimizer,
            List<Regularizer> regularizers,
            Recipe recipe,
            Set<Stream> streams,
            Observers observers,
            BatchRescue rescue) {
        this.policy = policy;
        this.optimizer = optimizer;
        this.regularizers = regularizers;
        this.recipe = recipe;
        this.entropyLearns = streams.contains(Stream.ENTROPY);
        this.observers = observers;
        this.rescue = rescue;
        Recipe.Training training = recipe.training();
        learningRate = new LearningRate(
                training.schedule(),
                training.learningRate(),
                training.warmupSteps(),
                (long) training.steps() * updatesPerStep(recipe),
                training.finalLearningRate());
    }

    static int updatesPerStep(Recipe recipe) {
        return recipe.training().miniBatches() * recipe.training().epochs();
    }

    /** Makes all updates of a step: for each epoch, one per mini-batch. */
    void update(StepLog log, List<Credit> credits) {
        List<Credit> learned = credits.stream()
                .filter(credit -> credit.trajectory().learnedTokens() > 0)
                .toList();
        if (learned.isEmpty()) {
            return; // nothing was sampled, scored or credited; its metrics tell
        }
        Statistics statistics = new Statistics();
        for (int epoch = 0; epoch < recipe.training().epochs(); epoch++) {
            for (List<Credit> miniBatch : split(learned, recipe.training().miniBatches())) {
                update(log, miniBatch, statistics, epoch == 0);
            }
        }
        Map<String, Double> metrics = statistics.metrics();
        log.putAll(metrics);
        log.put(
                "staleness/mean",
                learned.stream()
                        .mapToLong(
                                credit -> policy.updates() - credit.trajectory().policyVersion() - statistics.updates)
                        .average()
                        .orElse(0));
        regularizers.forEach(regularizer -> regularizer.stepCompleted(metrics));
    }

    private static List<List<Credit>> split(List<Credit> credits, int parts) {
        List<List<Credit>> split = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) credits.size() * part / parts);
            int to = (int) ((long) credits.size() * (part + 1) / parts);
            if (from < to) {
                split.add(credits.subList(from, to));
            }
        }
        return split;
    }

    private void update(StepLog log, List<Credit> miniBatch, Statistics statistics, boolean firstEpoch) {
        BatchTotals totals = BatchTotals.of(miniBatch, recipe.rollout().maxTokens());
        List<Trajectory> trajectories =
                miniBatch.stream().map(Credit::trajectory).toList();
        List<MicroBatch> microBatches =
                MicroBatch.split(trajectories, recipe.training().tokensPerMicroBatch());
        int done = 0;
        for (MicroBatch batch : microBatches) {
            learn(log, batch, miniBatch, totals, statistics, firstEpoch);
            observers.progress(log.step(), "update", ++done, microBatches.size());
        }
        double norm = policy.clipGradients(recipe.training().clipNorm());
        if (!Double.isFinite(norm)) {
            policy.clearGradients();
            throw rescue.stop(log.step(), miniBatch, "The gradient's norm is " + norm);
        }
        double rate = learningRate.of(policy.updates() + 1);
        Recipe.Training training = recipe.training();
        policy.update(
                new Policy.AdamW(training.beta1(), training.beta2(), training.epsilon(), training.weightDecay()), rate);
        statistics.updated(norm, rate);
    }

    private void learn(
            StepLog log,
            MicroBatch batch,
            List<Credit> credits,
            BatchTotals totals,
            Statistics statistics,
            boolean firstEpoch) {
        try (NDManager scope = policy.model().scope()) {
            Policy.Pass pass = policy.forward(
                    scope,
                    batch.rows(),
                    recipe.rollout().temperature(),
                    recipe.training().recompute());
            float[] logprobs = pass.logprobs().toFloatArray();
            float[] entropies = pass.entropies().toFloatArray();
            Shape shape = new Shape(batch.size(), batch.width());
            NDArray logprobLeaf = scope.create(batch.padded(logprobs), shape);
            NDArray entropyLeaf = scope.create(batch.padded(entropies), shape);
            Map<Stream, NDArray> streams = streams(scope, batch, credits, shape, logprobs);
            streams.put(Stream.LOGPROBS, logprobLeaf);
            streams.put(Stream.ENTROPY, entropyLeaf);
            logprobLeaf.setRequiresGradient(true);
            entropyLeaf.setRequiresGradient(entropyLearns);
            double loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                TokenBatch tokens = new TokenBatch(scope.create(batch.mask(), shape), streams, totals);
                NDArray total = optimizer.loss(tokens);
                for (Regularizer regularizer : regularizers) {
                    Optional<NDArray> term = regularizer.loss(tokens);
                    total = term.isPresent() ? total.add(term.get()) : total;
                }
                collector.backward(total);
                loss = total.getFloat();
                statistics.add(tokens.metrics());
            }
            if (!Double.isFinite(loss)) {
                policy.clearGradients();
                throw rescue.stop(log.step(), credits, "The loss is " + loss);
            }
            statistics.loss(loss);
            statistics.entropy(entropies, totals);
            if (firstEpoch) {
                statistics.mismatch(batch, logprobs);
            }
            NDArray dentropies = scope.create(
                    entropyLearns ? batch.scored(entropyLeaf.getGradient().toFloatArray()) : new float[0]);
            policy.backward(
                    pass, scope.create(batch.scored(logprobLeaf.getGradient().toFloatArray())), dentropies);
        }
    }

    /** Every stream that the batch's trajectories carry, their advantages, and the old log-probabilities. */
    private Map<Stream, NDArray> streams(
            NDManager scope, MicroBatch batch, List<Credit> credits, Shape shape, float[] logprobs) {
        Map<Stream, NDArray> streams = new HashMap<>();
        List<Credit> members = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            members.add(credits.get(batch.index(i)));
        }
        streams.put(
                Stream.ADVANTAGES,
                scope.create(
                        batch.padded(members.stream().map(Credit::advantages).toList()), shape));
        for (Stream stream : members.get(0).trajectory().streams().keySet()) {
            streams.put(
                    stream,
                    scope.create(
                            batch.padded(members.stream()
                                    .map(credit -> credit.trajectory().stream(stream))
                                    .toList()),
                            shape));
        }
        if (updatesPerStep(recipe) == 1) { // the policy has not changed since the step began
            streams.computeIfAbsent(Stream.OLD_LOGPROBS, old -> scope.create(batch.padded(logprobs), shape));
        }
        return streams;
    }

    /** Sums over the micro-batches and updates of a step. */
    private final class Statistics {

        private final Map<String, Double> sums = new TreeMap<>();
        private final Mismatch mismatch = new Mismatch();
        private double norm;
        private double rate;
        private int updates;

        void add(Map<String, NDArray> shares) {
            shares.forEach((name, share) -> sums.merge(name, (double) share.getFloat(), Double::sum));
        }

        void loss(double share) {
            sums.merge("policy/loss", share, Double::sum);
        }

        void entropy(float[] entropies, BatchTotals totals) {
            double sum = 0;
            for (float entropy : entropies) {
                sum += entropy;
            }
            sums.merge("policy/entropy", sum / Math.max(1, totals.learnedTokens()), Double::sum);
        }

        void mismatch(MicroBatch batch, float[] logprobs) {
            mismatch.add(batch, logprobs);
        }

        void updated(double gradientNorm, double learningRate) {
            norm += gradientNorm;
            rate = learningRate;
            updates++;
        }

        Map<String, Double> metrics() {
            Map<String, Double> metrics = new TreeMap<>(sums);
            metrics.replaceAll((name, sum) -> sum / updates);
            metrics.put("update/grad_norm", norm / updates);
            metrics.put("update/learning_rate", rate);
            metrics.putAll(mismatch.metrics());
            return metrics;
        }
    }
}
