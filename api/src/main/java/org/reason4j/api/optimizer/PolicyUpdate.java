package org.reason4j.api.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.TokenBatch;

/**
 * One mini-batch and the weights that it is to change.
 *
 * <p>A loss is a function like {@link PolicyOptimizer#loss}: it returns a micro-batch's share. Each call of {@link
 * #gradient} and {@link #value} passes over the whole mini-batch with the weights as they are at that moment, in fp32
 * whatever the precision of the model, and so were {@code OLD_LOGPROBS} computed.
 */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface PolicyUpdate {

    /** The optimizer's own loss with all terms of regularizers. */
    Function<TokenBatch, NDArray> loss();

    /** Returns the gradient of a loss over the mini-batch. */
    WeightVector gradient(Function<TokenBatch, NDArray> loss);

    /** Returns the value of a loss over the mini-batch. */
    double value(Function<TokenBatch, NDArray> loss);

    /** Adds {@code scale} times a vector to the weights. */
    void move(WeightVector direction, double scale);

    /** Returns a copy of the weights, to come back to. */
    WeightVector weights();

    /** Sets the weights. */
    void moveTo(WeightVector weights);
}
