package org.reason4j.api.sampler;

import java.util.List;
import org.reason4j.api.data.Trajectory;

/**
 * Responses that grow out of each other, such as a tree, written in rounds. The engine keeps the keys and values of all
 * that a plan has written until the plan ends, so that what is shared is computed once.
 */
public interface RolloutPlan {

    /**
     * Returns what to write next; nothing ends the plan. Called from the training thread.
     *
     * @param written what the last round's requests became, in their order; empty at first
     */
    List<RolloutRequest> next(List<Trajectory> written);

    /** Most response tokens that it will ever write. Its share of the cache is set aside for it before it begins. */
    long maxTokens();
}
