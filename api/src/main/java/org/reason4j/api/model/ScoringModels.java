package org.reason4j.api.model;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.ModelRef;

/**
 * Models that score given trajectories: a service for components. A component declares each model that it uses with {@link
 * org.reason4j.api.data.Requirements#models}; core loads it before the first step and checks its vocabulary.
 */
@Provided
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface ScoringModels {

    /**
     * Returns a model. A constructor may ask for it, and calls it once the run has begun.
     *
     * @throws IllegalStateException if no component declares it
     */
    ScoringModel get(ModelRef ref);
}
