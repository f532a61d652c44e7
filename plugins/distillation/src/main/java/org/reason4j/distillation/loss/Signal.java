package org.reason4j.distillation.loss;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.reason4j.api.data.TokenBatch;

/**
 * What a loss is made of, all {@code [B, T]} and 0 where a token is not learned.
 *
 * @param batch the micro-batch, for further streams
 * @param student log-probabilities of the sampled tokens under the policy in training; differentiable
 * @param teacher those under the teacher; constant
 * @param top the teacher's most likely tokens, where the loss reads them, and the student's view of them
 */
public record Signal(TokenBatch batch, NDArray student, NDArray teacher, Optional<TokenBatch.Top> top) {

    /** The teacher's most likely tokens. */
    TokenBatch.Top requireTop() {
        return top.orElseThrow(() -> new IllegalStateException("the teacher's most likely tokens are missing"));
    }
}
