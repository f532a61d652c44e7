package org.reason4j.optimizer.preference;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;

/**
 * The reward that a policy implies: {@code beta log(pi / pi_ref)} of each token, whose sum over a response is its reward up to a
 * number that depends on the prompt alone.
 *
 * @see <a href="https://arxiv.org/abs/2305.18290">DPO, equation 5</a>
 */
final class ImplicitReward {

    private ImplicitReward() {}

    /** Returns it on learned tokens and 0 elsewhere, {@code [B, T]}. */
    static NDArray perToken(TokenBatch batch, double beta) {
        return batch.learned(batch.logprobs())
                .sub(batch.learned(batch.stream(TokenStream.REFERENCE_LOGPROBS)))
                .mul(batch.constant(beta));
    }

    /**
     * Reports means over the pairs of the mini-batch: {@code preference/reward_chosen} and {@code preference/reward_rejected}.
     *
     * @param perRow reward of each response, {@code [B, 1]}
     */
    static void report(TokenBatch batch, NDArray perRow) {
        NDArray chosen = batch.column(row -> row.pair().isPresent() && row.chosen() ? 1 : 0);
        NDArray rejected = batch.column(row -> row.pair().isPresent() && !row.chosen() ? 1 : 0);
        batch.share("preference/reward_chosen", batch.pairMean(perRow.mul(chosen)));
        batch.share("preference/reward_rejected", batch.pairMean(perRow.mul(rejected)));
    }

    /** 1 where a difference is positive, 0 where it is negative, and a half where it is 0. */
    static NDArray wins(NDArray differences) {
        return differences.sign().add(1).div(2);
    }
}
