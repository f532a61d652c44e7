package org.reason4j.api.guard;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Requirements;

/**
 * Watches a run for signs that it goes wrong, such as a reward that is gamed.
 *
 * <p>Called from the training thread after the update of each step, in the recipe's order. A guard that remembers earlier steps is
 * {@link org.reason4j.api.plugin.Stateful}, so that a resumed run goes on watching. What follows an alarm, the recipe says.
 */
@Extension
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface RunGuard {

    /** Looks at a step; an alarm as long as something is wrong. One that goes on from step to step is told once. */
    Optional<Alarm> inspect(GuardedStep step);

    /** Needs of this guard towards the recipe: {@code rewards} where it looks at single ones. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
