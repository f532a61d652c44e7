package org.reason4j.testkit;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;

/** A loss for {@link Batch#evaluate}: a micro-batch's share of it. */
@FunctionalInterface
public interface Loss {

    /**
     * Returns a scalar, differentiable in the leaf.
     *
     * @param batch holds the leaf as one of its streams
     * @param leaf the tensor that the loss is differentiated by, {@code [B, T]}
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
                .orElseGet(() -> batch.learned(leaf).mul(leaf.zerosLike()).sum());
    }

    /** The loss of a model that learns beside the policy, whose output is the leaf: {@link Batch#ofOutput}. */
    static Loss of(AuxiliaryModel model) {
        return model::loss;
    }
}
