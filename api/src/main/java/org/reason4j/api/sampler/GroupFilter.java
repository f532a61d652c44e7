package org.reason4j.api.sampler;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * Decides which scored groups are worth learning from. For those that are not, core samples further prompts, as often as
 * {@code rollout.maxBatches} allows (dynamic sampling, DAPO, arXiv 2503.14476, section 3.2).
 */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface GroupFilter {

    /** Returns the group, a part of it, or nothing. */
    Optional<ScoredGroup> filter(ScoredGroup group);

    /** True if it may keep a part of a group; not possible beside a component that needs whole groups. */
    default boolean splitsGroups() {
        return false;
    }

    /** Needs of this filter towards the recipe: {@code rewards} where it looks at single ones. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
