package org.reason4j.optimizer.preference;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;

/** Settings and formula of a loss over pairs of responses, of which one was preferred. */
public sealed interface PairLoss permits Dpo, Ipo {

    /** Returns this micro-batch's share of the mean over pairs; a scalar. */
    NDArray loss(TokenBatch batch);
}
