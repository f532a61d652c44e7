package org.reason4j.api.sampler;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;

/** Turns the prompts of a step into groups of trajectories; may branch, prune and top up. */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface Sampler {

    /** Returns the groups to learn from in this step. */
    List<Group> sample(SamplingStep step);

    /** Needs of this sampler towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
