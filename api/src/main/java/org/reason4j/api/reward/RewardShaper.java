package org.reason4j.api.reward;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/** Changes composed rewards before credit is assigned: ranks, pass@k transforms, length penalties. */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface RewardShaper {

    /**
     * Returns the groups of one step with their new rewards, in the same order.
     *
     * <p>A shaper that kept responses of earlier steps may add them, as {@link org.reason4j.api.data.Origin#REPLAY}: behind
     * the responses of their group, or as further groups behind the step's own. Streams that core computes are then attached
     * to what was added, before the next component sees it.
     */
    List<ScoredGroup> shape(List<ScoredGroup> groups);

    /** Needs of this shaper towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
