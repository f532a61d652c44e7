package org.reason4j.api.sampler;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Trajectory;

/**
 * Responses that grow out of each other, such as a tree, written in rounds. The engine keeps the keys and values of all
 * that a plan has written until the plan ends, so that what is shared is computed once. So are prefixes that requests of
 * one round bring along, such as beginnings of a response that was written before.
 */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface RolloutPlan {

    /**
     * Returns what to write next; nothing ends the plan. Called from the training thread.
     *
     * @param written what the last round's requests became, in their order; empty at first
     */
    List<RolloutRequest> next(List<Trajectory> written);

    /**
     * True if a later round may continue what a request becomes. If not, what it writes is not kept, and makes no demands
     * on the cache; of its prefix is kept what others of its round share.
     */
    default boolean keeps(RolloutRequest request) {
        return true;
    }

    /**
     * Most response tokens that are ever kept: all that it writes but for requests that it does not keep, and the prefixes
     * that requests bring along. Room for them in the cache is set aside before it begins.
     */
    long maxTokens();
}
