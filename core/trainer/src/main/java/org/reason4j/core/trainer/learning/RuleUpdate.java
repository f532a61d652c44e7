package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyUpdate;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.trainer.report.StepLog;

/** One mini-batch, and the weights that a rule moves for it. The first pass over the own loss is reported. */
final class RuleUpdate implements PolicyUpdate {

    private static final PolicyPasses.Watcher NONE = result -> {};

    private final Policy policy;
    private final PolicyPasses passes;
    private final Function<TokenBatch, NDArray> loss;
    private final MiniBatch batch;
    private final StepLog log;
    private final NDManager owner;
    private final UpdateStatistics statistics;
    private final boolean firstEpoch;
    private final BatchRescue rescue;
    private boolean reported;
    private boolean measured;

    /**
     * Offers a mini-batch.
     *
     * @param loss the optimizer's own with the terms of regularizers
     * @param owner owns the vectors that are given out
     */
    RuleUpdate(
            Policy policy,
            PolicyPasses passes,
            Function<TokenBatch, NDArray> loss,
            MiniBatch batch,
            StepLog log,
            NDManager owner,
            UpdateStatistics statistics,
            boolean firstEpoch,
            BatchRescue rescue) {
        this.policy = policy;
        this.passes = passes;
        this.loss = loss;
        this.batch = batch;
        this.log = log;
        this.owner = owner;
        this.statistics = statistics;
        this.firstEpoch = firstEpoch;
        this.rescue = rescue;
    }

    @Override
    public Function<TokenBatch, NDArray> loss() {
        return loss;
    }

    @Override
    public WeightVector gradient(Function<TokenBatch, NDArray> of) {
        policy.clearGradients();
        passes.gradient(log, batch, of, watcher(of));
        double norm = policy.clipGradients(0);
        if (!Double.isFinite(norm)) {
            policy.clearGradients();
            throw rescue.stop(log.step(), batch.credits(), "The gradient's norm is " + norm);
        }
        if (of == loss && !measured) {
            measured = true;
            statistics.gradientNorm(norm);
        }
        return policy.takeGradients(owner);
    }

    @Override
    public double value(Function<TokenBatch, NDArray> of) {
        return passes.value(batch, of, watcher(of));
    }

    private PolicyPasses.Watcher watcher(Function<TokenBatch, NDArray> of) {
        if (of != loss || reported) {
            return NONE;
        }
        reported = true;
        return result -> statistics.add(result, firstEpoch);
    }

    @Override
    public void move(WeightVector direction, double scale) {
        policy.move(direction, scale);
    }

    @Override
    public WeightVector weights() {
        return policy.parameters(owner);
    }

    @Override
    public void moveTo(WeightVector weights) {
        policy.moveTo(weights);
    }
}
