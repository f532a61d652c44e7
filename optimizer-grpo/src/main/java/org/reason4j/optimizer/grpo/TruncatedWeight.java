package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;

/**
 * CISPO's loss per token.
 *
 * <p>{@code x = -w A logprob} with the weight {@code w = clip(ratio, minWeight, maxWeight)} held constant. Its gradient,
 * {@code -w A}, is never 0 where {@code A} is not. A factor on a token's advantage is a factor on its loss and gradient.
 *
 * @see <a href="https://arxiv.org/abs/2506.13585">MiniMax-M1, equations 4 and 5</a>
 */
final class TruncatedWeight {

    private TruncatedWeight() {}

    /** Returns the loss of each token; {@code ratio} carries no gradient; all are {@code [B, T]}. */
    static NDArray perToken(LearnedTokens tokens, NDArray ratio, CispoConfig config) {
        NDArray weight = ratio.clip(config.minWeight(), config.maxWeight()).stopGradient();
        return weight.mul(tokens.advantages()).mul(tokens.logprobs()).neg();
    }
}
