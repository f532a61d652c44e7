package org.reason4j.testkit;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;

/** What a {@link Batch} evaluates: a micro-batch's share of a loss. */
@FunctionalInterface
public interface Loss {

    /**
     * Returns a scalar, differentiable in the leaf.
     *
     * @param batch holds the leaf as one of its streams
     * @param leaf what the loss is differentiated in, {@code [B, T]}
     */
    NDArray apply(TokenBatch batch, NDArray leaf);

    /** The loss of a policy optimizer. */
    static Loss of(PolicyOptimizer optimizer) {
        return (batch, leaf) -> optimizer.loss(batch);
    }

    /** The term of a regularizer; 0 with a gradient of 0 where it adds none. */
    static Loss of(Regularizer regularizer) {
        return (batch, leaf) -> regularizer
                .loss(batch)
                .orElseGet(() -> batch.learned(leaf).mul(0).sum());
    }

    /** The loss of a model that learns beside the policy, whose output is the leaf: {@link Batch#ofOutput}. */
    static Loss of(AuxiliaryModel model) {
        return model::loss;
    }
}
