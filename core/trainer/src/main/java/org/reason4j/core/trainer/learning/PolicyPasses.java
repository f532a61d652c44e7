package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.report.StepLog;

/**
 * Passes of the policy over a mini-batch, micro-batch by micro-batch. Shares of a loss add up, and so do gradients: how
 * the mini-batch is split changes memory only.
 */
public final class PolicyPasses {

    private final Policy policy;
    private final RowPasses passes;
    private final boolean entropyLearns;
    private final boolean currentIsOld;
    private final Observers observers;
    private final BatchRescue rescue;

    /**
     * Prepares passes.
     *
     * @param passes where passes with a gradient are made
     * @param entropyLearns whether a loss may differentiate entropies
     * @param currentIsOld whether the policy has not changed since the step began when a pass is made, so that its
     *     log-probabilities are the old ones where no others are attached
     */
    public PolicyPasses(
            Policy policy,
            RowPasses passes,
            boolean entropyLearns,
            boolean currentIsOld,
            Observers observers,
            BatchRescue rescue) {
        this.policy = policy;
        this.passes = passes;
        this.entropyLearns = entropyLearns;
        this.currentIsOld = currentIsOld;
        this.observers = observers;
        this.rescue = rescue;
    }

    /**
     * Results of a pass over a micro-batch.
     *
     * @param loss its share of the loss
     * @param metrics its share of the metrics that the loss reported
     * @param logprobs of the learned tokens
     * @param entropies of the learned tokens
     */
    record Result(MicroBatch batch, double loss, Map<String, Double> metrics, float[] logprobs, float[] entropies) {}

    /** Is told of every micro-batch. */
    @FunctionalInterface
    interface Watcher {
        void passed(Result result);
    }

    /** Passes in this process; with {@code recompute}, activations are computed again in the backward pass. */
    public static RowPasses inThisProcess(Policy policy, boolean recompute) {
        return new LocalPasses(policy, recompute);
    }

    /** Adds the gradient of a loss to the policy's. */
    void gradient(StepLog log, MiniBatch all, Function<TokenBatch, NDArray> loss, Watcher watcher) {
        List<MicroBatch> batches = all.microBatches();
        try (RowPasses.Update update = passes.begin(
                batches.stream().map(batch -> all.tops().rows(batch)).toList())) {
            for (int i = 0; i < batches.size(); i++) {
                watcher.passed(gradient(update, i, all, loss, log));
                log.trained(batches.get(i).tokens());
                observers.progress(log.step(), "update", i + 1, batches.size());
            }
            update.end();
        }
    }

    private Result gradient(
            RowPasses.Update update, int number, MiniBatch all, Function<TokenBatch, NDArray> loss, StepLog log) {
        MicroBatch batch = all.microBatches().get(number);
        try (NDManager scope = policy.model().scope()) {
            RowPasses.Outputs pass = update.forward(number);
            float[] logprobs = pass.logprobs();
            float[] entropies = pass.entropies();
            LeafLoss leaves = new LeafLoss(scope, all, batch);
            NDArray logprobLeaf = leaves.leaf(logprobs);
            NDArray entropyLeaf = entropyLearns ? leaves.leaf(entropies) : leaves.padded(entropies);
            put(leaves, logprobLeaf, entropyLeaf, logprobs);
            Optional<NDArray> observed =
                    batch.isObserving() ? Optional.of(leaves.observedLeaf(logprobs)) : Optional.empty();
            observed.ifPresent(leaf -> leaves.put(TokenStream.OBSERVED_LOGPROBS, leaf));
            leaves.putTopLeaves(pass.further());
            double value = leaves.differentiate(loss);
            if (!Double.isFinite(value)) {
                policy.clearGradients();
                throw rescue.stop(log.step(), all.credits(), "The loss is " + value);
            }
            update.backward(
                    number,
                    observed.map(leaf -> leaves.gradient(logprobLeaf, leaf))
                            .orElseGet(() -> leaves.gradient(logprobLeaf)),
                    entropyLearns ? leaves.gradient(entropyLeaf) : scope.create(new float[0]),
                    leaves.topGradient());
            return new Result(batch, value, leaves.metrics(), batch.learned(logprobs), batch.learned(entropies));
        }
    }

    /** Computes a loss without its gradient; not finite where the loss isn't. */
    double value(MiniBatch all, Function<TokenBatch, NDArray> loss, Watcher watcher) {
        double total = 0;
        for (MicroBatch batch : all.microBatches()) {
            Result result = value(all, batch, loss);
            watcher.passed(result);
            total += result.loss();
        }
        return total;
    }

    private Result value(MiniBatch all, MicroBatch batch, Function<TokenBatch, NDArray> loss) {
        RowScores scores = policy.model().score(all.tops().rows(batch));
        try (NDManager scope = policy.model().scope()) {
            LeafLoss leaves = new LeafLoss(scope, all, batch);
            put(leaves, leaves.padded(scores.logprobs()), leaves.padded(scores.entropies()), scores.logprobs());
            if (batch.isObserving()) {
                leaves.put(TokenStream.OBSERVED_LOGPROBS, leaves.observed(scores.logprobs()));
            }
            leaves.putTops(scores.further());
            double value = leaves.value(loss);
            return new Result(
                    batch,
                    value,
                    leaves.metrics(),
                    batch.learned(scores.logprobs()),
                    batch.learned(scores.entropies()));
        }
    }

    private void put(LeafLoss leaves, NDArray logprobs, NDArray entropies, float[] current) {
        leaves.put(TokenStream.LOGPROBS, logprobs);
        leaves.put(TokenStream.ENTROPY, entropies);
        if (currentIsOld && !leaves.has(TokenStream.OLD_LOGPROBS)) {
            leaves.put(TokenStream.OLD_LOGPROBS, leaves.padded(current));
        }
    }
}
