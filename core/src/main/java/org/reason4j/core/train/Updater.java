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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
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

    Updater(Workplace with, BatchRescue rescue) {
        this.policy = with.policy();
        this.optimizer = with.components().optimizer;
        this.regularizers = with.components().regularizers;
        this.recipe = with.recipe();
        this.observers = with.observers();
        this.rescue = rescue;
        Requirements needs = with.components().needs();
        entropyLearns =
                needs.lossStreams().contains(Stream.ENTROPY) || needs.streams().contains(Stream.ENTROPY);
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
        Map<String, Double> metrics = learned.isEmpty() ? Map.of() : learn(log, learned);
        log.putAll(metrics);
        regularizers.forEach(regularizer -> regularizer.stepCompleted(metrics));
    }

    private Map<String, Double> learn(StepLog log, List<Credit> credits) {
        long oldest = credits.stream()
                .mapToLong(credit -> policy.updates() - credit.trajectory().policyVersion())
                .max()
                .orElseThrow();
        if (oldest > recipe.training().staleness()) {
            throw new IllegalStateException(
                    "A rollout of step " + log.step() + " is " + oldest + " updates old, but training.staleness allows "
                            + recipe.training().staleness());
        }
        log.put("staleness/max", oldest);
        Statistics statistics = new Statistics(staleness(credits));
        for (int epoch = 0; epoch < recipe.training().epochs(); epoch++) {
            for (List<Credit> miniBatch : split(credits, recipe.training().miniBatches())) {
                update(log, miniBatch, statistics, epoch == 0);
            }
        }
        return statistics.metrics();
    }

    private double staleness(List<Credit> credits) {
        return credits.stream()
                .mapToLong(credit -> policy.updates() - credit.trajectory().policyVersion())
                .average()
                .orElseThrow();
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
        Set<Stream> attached = trajectories.stream()
                .flatMap(one -> one.streams().keySet().stream())
                .collect(Collectors.toSet());
        int done = 0;
        for (MicroBatch batch : microBatches) {
            learn(log, batch, miniBatch, attached, totals, statistics, firstEpoch);
            log.trained(batch.tokens());
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
            Set<Stream> attached,
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
            Map<Stream, NDArray> streams = streams(scope, batch, credits, attached, logprobs);
            streams.put(Stream.LOGPROBS, logprobLeaf);
            streams.put(Stream.ENTROPY, entropyLeaf);
            logprobLeaf.setRequiresGradient(true);
            entropyLeaf.setRequiresGradient(entropyLearns);
            double loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                TokenBatch tokens = new TokenBatch(scope.create(batch.mask(), shape), streams, totals);
                NDArray total = optimizer.loss(tokens).add(nothingOf(logprobLeaf));
                total = entropyLearns ? total.add(nothingOf(entropyLeaf)) : total;
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

    /** Zero, with a gradient of zero: a loss may leave a leaf unread. */
    private static NDArray nothingOf(NDArray leaf) {
        return leaf.mul(0).sum();
    }

    /** The advantages, every stream that a trajectory of the mini-batch carries, and the old log-probabilities. */
    private Map<Stream, NDArray> streams(
            NDManager scope, MicroBatch batch, List<Credit> credits, Set<Stream> attached, float[] logprobs) {
        Shape shape = new Shape(batch.size(), batch.width());
        Map<Stream, NDArray> streams = new HashMap<>();
        List<Credit> members = IntStream.range(0, batch.size())
                .mapToObj(i -> credits.get(batch.index(i)))
                .toList();
        streams.put(
                Stream.ADVANTAGES,
                scope.create(
                        batch.padded(members.stream().map(Credit::advantages).toList()), shape));
        for (Stream stream : attached) {
            List<float[]> rows = members.stream()
                    .map(credit -> values(credit.trajectory(), stream))
                    .toList();
            streams.put(stream, scope.create(batch.padded(rows), shape));
        }
        if (updatesPerStep(recipe) == 1) { // the policy has not changed since the step began
            streams.computeIfAbsent(Stream.OLD_LOGPROBS, old -> scope.create(batch.padded(logprobs), shape));
        }
        return streams;
    }

    private static float[] values(Trajectory trajectory, Stream stream) {
        float[] values = trajectory.streams().get(stream);
        if (values == null) {
            throw new IllegalStateException(
                    "Sample " + trajectory.sample() + " of prompt '"
                            + trajectory.prompt().id() + "' has no stream '" + stream.name()
                            + "', but others of its mini-batch have. Whoever attaches a stream attaches it to every trajectory.");
        }
        return values;
    }

    /** Sums over the micro-batches and updates of a step. */
    private final class Statistics {

        private final Map<String, Double> sums = new TreeMap<>();
        private final Mismatch mismatch = new Mismatch();
        private final double staleness;
        private double norm;
        private double rate;
        private int updates;

        Statistics(double staleness) {
            this.staleness = staleness;
        }

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
            metrics.put("staleness/mean", staleness);
            metrics.putAll(mismatch.metrics());
            return metrics;
        }
    }
}
