package org.reason4j.api.sampler;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.Trajectory;

/**
 * Writes responses with the policy's current weights. To a component's constructor it is a service; what it writes there
 * belongs to the step that asks.
 *
 * <p>A trajectory depends on the request, the weights, the run's seed and the step, and on nothing else: not on the
 * requests beside it, nor on what ran before, nor on whether the beginning that it shares was kept or read again.
 * Where the recipe has an environment, it answers the policy's turns. Calls from several threads take turns.
 */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface RolloutEngine {

    /** Returns one trajectory per request, in order. Prompts that recur are read once. */
    List<Trajectory> generate(List<RolloutRequest> requests);

    /**
     * Carries out plans side by side, each at its own pace, and returns all that each has written, in order. A plan waits
     * until the cache has room for it.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the cache, {@code rollout.cacheTokens}, is too small for one of them alone
     */
    List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans);
}
