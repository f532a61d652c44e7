package org.reason4j.api.regularizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;

/**
 * Keeps the policy near something: adds a term to the loss, or takes one from the reward or from credit.
 *
 * <p>One whose coefficient adapts between steps also implements {@link org.reason4j.api.plugin.Stateful}.
 */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface Regularizer {

    /** Takes a term from the rewards, before credit is assigned. Called once per step, with all groups of the step. */
    default List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups;
    }

    /** Changes credits after the optimizer has assigned them. Called once per step, with all of the step. */
    default List<Credit> shapeCredits(List<Credit> credits) {
        return credits;
    }

    /** Returns this micro-batch's share of a term to add to the loss; a scalar. */
    default Optional<NDArray> loss(TokenBatch batch) {
        return Optional.empty();
    }

    /**
     * Called after every step, so that a coefficient can adapt, with the metrics of its updates. A metric has the name it
     * was reported under with {@link TokenBatch#metric}; after a step without updates there is none.
     */
    default void stepCompleted(Map<String, Double> metrics) {}

    /** Needs of this regularizer towards the recipe: {@code streams} for {@link #shape} and {@link #shapeCredits}, {@code lossStreams}
     * for {@link #loss}. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
