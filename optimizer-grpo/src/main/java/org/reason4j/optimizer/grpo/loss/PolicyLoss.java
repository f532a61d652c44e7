package org.reason4j.optimizer.grpo.loss;

import ai.djl.ndarray.NDArray;
import java.util.EnumSet;
import java.util.Set;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;

/** What advantages make of the weights: one of the parts of a policy gradient. */
public sealed interface PolicyLoss
        permits Clip,
                Gspo,
                Gmpo,
                Cispo,
                SequenceRatio,
                Reinforce,
                Sapo,
                DppoTv,
                DppoKl,
                PrimeDppoKl,
                PrimeIpo,
                Luspo,
                Vespo,
                CeGppo,
                Archer,
                Disco,
                Nft,
                KimiPg,
                RolloutIs,
                Topr,
                DecoupledPpo,
                Opsm {

    /** Returns this micro-batch's share of the loss to minimise; a scalar, differentiable in the log-probabilities. */
    NDArray loss(TokenBatch batch, LossAggregation aggregation);

    /** Needs of the loss towards the recipe. */
    default Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
    }

    /** True if a response is one action, so that its tokens can't differ in their advantages. */
    default boolean perResponse() {
        return false;
    }

    /** Aggregations that it has a meaning with. */
    default Set<LossAggregation> aggregations() {
        return EnumSet.allOf(LossAggregation.class);
    }
}
