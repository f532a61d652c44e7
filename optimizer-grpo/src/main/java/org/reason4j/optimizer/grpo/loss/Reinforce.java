package org.reason4j.optimizer.grpo.loss;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;

/**
 * The policy gradient itself: {@code x = -A logprob}. It has no ratio, so it holds for the policy that sampled, and a step
 * makes one update.
 *
 * @see <a href="https://doi.org/10.1007/BF00992696">Williams 1992, REINFORCE</a>
 */
public record Reinforce() implements PolicyLoss {

    @Override
    public Requirements requirements() {
        return Requirements.NONE.withSingleUpdate();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        NDArray logprobs = batch.learned(batch.logprobs());
        return batch.aggregate(batch.learned(batch.advantages()).mul(logprobs).neg(), aggregation);
    }
}
