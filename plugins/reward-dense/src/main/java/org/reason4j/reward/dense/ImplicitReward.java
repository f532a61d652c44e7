package org.reason4j.reward.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.nn.Activation;

/**
 * Token rewards from a language model that is trained to classify responses as right or wrong.
 *
 * <p>{@code q_t = beta * (log phi(y_t) - log ref(y_t))} on learned tokens. Their sum is the logit of the response being
 * right, and the model learns by the cross-entropy {@code BCE(sigmoid(sum_t q_t), label)}.
 *
 * @see <a href="https://arxiv.org/abs/2412.01981">Free process rewards without process labels, proposition 3.1</a>
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME, equations 3 and 5</a>
 */
final class ImplicitReward {

    private ImplicitReward() {}

    /** Returns the reward of each token, {@code [L]}; 0 where a token is not learned. */
    static float[] perToken(float[] logprobs, float[] refLogprobs, boolean[] learned, double beta) {
        float[] rewards = new float[learned.length];
        for (int t = 0; t < rewards.length; t++) {
            rewards[t] = learned[t] ? (float) (beta * ((double) logprobs[t] - refLogprobs[t])) : 0;
        }
        return rewards;
    }

    /** Returns the logit of each response, {@code [B, 1]}; all others are {@code [B, T]}. */
    static NDArray logits(NDArray logprobs, NDArray refLogprobs, NDArray mask, double beta) {
        NDArray difference = logprobs.sub(refLogprobs);
        NDArray learned = NDArrays.where(mask.gt(0), difference, difference.zerosLike());
        return learned.sum(new int[] {1}, true).mul(mask.getManager().create((float) beta));
    }

    /** Returns {@code -label log sigmoid(logit) - (1 - label) log(1 - sigmoid(logit))}; all are {@code [B, 1]}. */
    static NDArray crossEntropy(NDArray logits, NDArray labels) {
        return Activation.softPlus(logits).sub(logits.mul(labels));
    }
}
