package org.reason4j.optimizer.grpo.tokens;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;

/**
 * Inputs of every loss with a ratio, 0 outside the mask; all are {@code [B, T]}.
 *
 * @param batch the micro-batch
 * @param logprobs differentiable
 * @param anchorLogprobs under the policy that the ratio compares with
 * @param advantages as credited
 */
public record LearnedTokens(TokenBatch batch, NDArray logprobs, NDArray anchorLogprobs, NDArray advantages) {

    /** Those of a micro-batch, compared with the policy at the start of this step's updates. */
    public static LearnedTokens of(TokenBatch batch) {
        return of(batch, Anchor.OLD);
    }

    /** Those of a micro-batch, compared with a policy. */
    public static LearnedTokens of(TokenBatch batch, Anchor anchor) {
        return new LearnedTokens(
                batch,
                batch.learned(batch.logprobs()),
                batch.learned(batch.stream(anchor.stream())),
                batch.learned(batch.advantages()));
    }

    /** {@code logprobs - anchorLogprobs}, within {@code clamp} of 0 unless that is 0. */
    public NDArray logRatio(double clamp) {
        NDArray difference = logprobs.sub(anchorLogprobs);
        return clamp > 0 ? difference.clip(-clamp, clamp) : difference;
    }

    /** The sum over each response, {@code [B, 1]}; {@code perToken} is 0 outside the mask. */
    public NDArray sums(NDArray perToken) {
        return perToken.sum(new int[] {1}, true);
    }

    /** The mean over the learned tokens of each response, {@code [B, 1]}; {@code perToken} is 0 outside the mask. */
    public NDArray means(NDArray perToken) {
        return sums(perToken).div(batch.lengths().maximum(1));
    }

    /** A number per response, {@code [B, 1]}, on each of its learned tokens. */
    public NDArray onEachToken(NDArray perResponse) {
        return batch.mask().mul(perResponse);
    }
}
