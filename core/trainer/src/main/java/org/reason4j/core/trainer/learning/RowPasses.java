package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.core.engine.model.TokenRows;

/**
 * Passes of the policy over the micro-batches of an update, in this process or in others. The gradient of the update is the sum of
 * those of its micro-batches in their order, wherever they passed. One that is too large to be sent anywhere grows in the backward
 * passes themselves, which needs no memory for a second one.
 */
public interface RowPasses {

    /** Numbers of the largest gradient that other processes send; 160 MB. */
    long MOST_SENT = 40_000_000;

    /** Begins the passes of an update over these micro-batches. */
    Update begin(List<TokenRows> microBatches);

    /**
     * What a forward pass computes.
     *
     * @param logprobs of the scored tokens, {@code [M]}
     * @param entropies at the scored tokens in nats, {@code [M]}
     * @param further log-probabilities of the further tokens, {@code [M, K]} flattened
     */
    record Outputs(float[] logprobs, float[] entropies, float[] further) {}

    /** Passes of one update. Closing it frees what is open. For one thread at a time. */
    interface Update extends AutoCloseable {

        /** Outputs of the forward pass over a micro-batch; micro-batches are asked for in their order. */
        Outputs forward(int microBatch);

        /**
         * Makes the backward pass of the micro-batch that {@link #forward} was called for last.
         *
         * @param dlogprobs gradient of the loss with respect to the log-probabilities, {@code [M]}
         * @param dentropies the same for the entropies, {@code [M]}, or an empty array
         * @param dfurther the same for the further tokens, {@code [M, K]}, or an empty array
         */
        void backward(int microBatch, NDArray dlogprobs, NDArray dentropies, NDArray dfurther);

        /** Waits until the policy has the gradients of all micro-batches. */
        void end();

        @Override
        void close();
    }
}
