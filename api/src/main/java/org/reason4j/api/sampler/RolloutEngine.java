package org.reason4j.api.sampler;

import java.util.List;
import org.reason4j.api.data.Trajectory;

/**
 * Writes responses with the policy's current weights.
 *
 * <p>A trajectory depends on the request, the weights, the run's seed and the step, and on nothing else: not on the
 * requests beside it, nor on what ran before.
 */
@FunctionalInterface
public interface RolloutEngine {

    /**
     * Returns one trajectory per request, in order. Prompts that recur are read once. Of a response that continues a
     * prefix, the tokens of the prefix are not learned, and their streams hold 0.
     */
    List<Trajectory> generate(List<RolloutRequest> requests);
}
