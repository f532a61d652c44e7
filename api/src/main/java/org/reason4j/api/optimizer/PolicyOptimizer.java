package org.reason4j.api.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.AuxiliaryModel;

/**
 * Turns rewards into an advantage for every token, and tokens into a loss.
 *
 * <p>Credit is plain Java over all groups of a step, because some estimators normalise over the whole batch. The loss
 * sees tensors. Both are called from the training thread.
 */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface PolicyOptimizer {

    /** Returns one credit per trajectory that is to be learned from: all of them, group by group, unless some are left out. */
    List<Credit> credit(List<ScoredGroup> groups);

    /** Returns this micro-batch's share of the loss to minimise; a scalar, differentiable in the log-probabilities. */
    NDArray loss(TokenBatch batch);

    /** Models that learn beside the policy, such as a critic. Asked for once. */
    default List<AuxiliaryModel> models() {
        return List.of();
    }

    /** Rule that changes the weights in place of AdamW. Asked for once. */
    default Optional<UpdateRule> updateRule() {
        return Optional.empty();
    }

    /** Needs of this optimizer towards the recipe: {@code streams} for {@link #credit}, {@code lossStreams} for {@link #loss}. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
