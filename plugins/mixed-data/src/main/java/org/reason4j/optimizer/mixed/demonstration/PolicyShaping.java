package org.reason4j.optimizer.mixed.demonstration;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;

/**
 * LUFFY's weight of a token that the policy in training did not sample for this step: {@code f(w) = w / (w + gamma)} with the
 * importance {@code w = exp(l - lb)}, its log-ratio clamped to 20.
 *
 * <p>{@code df/dl = gamma w / (w + gamma)^2}: unlike that of {@code w} itself, it stays large where the policy finds the token
 * unlikely. A response without behaviour log-probabilities counts as certain, {@code lb = 0}, so that {@code w} is the policy's
 * own probability.
 *
 * @see <a href="https://arxiv.org/abs/2504.14945">LUFFY, equation 7</a>
 * @see <a href="https://arxiv.org/abs/2510.02245">ExGRPO, equation 6</a>
 */
final class PolicyShaping {

    private static final double LARGEST_LOG_RATIO = 20;

    private PolicyShaping() {}

    /** The importance of every learned token, {@code [B, T]}; differentiable. */
    static NDArray importance(TokenBatch batch) {
        NDArray logRatio = batch.streams().contains(TokenStream.BEHAVIOUR_LOGPROBS)
                ? batch.logprobs().sub(batch.streamOr(TokenStream.BEHAVIOUR_LOGPROBS, 0))
                : batch.logprobs();
        return batch.learned(logRatio)
                .clip(-LARGEST_LOG_RATIO, LARGEST_LOG_RATIO)
                .exp();
    }

    /** The weight of an importance. */
    static NDArray of(NDArray importance, double gamma) {
        return importance.div(importance.add(gamma));
    }
}
