package org.reason4j.core.host.reward;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.Recipe.OnMissing;

/**
 * Treatment of responses whose environment failed; no reward ever sees them.
 *
 * @param policy the recipe's {@code rollout.onFailure}
 */
record FailedResponses(OnMissing policy) {

    /**
     * Looks at all groups of a batch before one of them is judged.
     *
     * @throws ConfigException if the recipe says {@code ABORT} and a response has failed, or if all of them have
     */
    void check(List<Group> groups) {
        List<Trajectory> all =
                groups.stream().flatMap(group -> group.trajectories().stream()).toList();
        Optional<Trajectory> first =
                all.stream().filter(FailedResponses::hasFailed).findFirst();
        if (first.isEmpty()) {
            return;
        }
        String found = "'" + first.get().prompt().id() + "', sample "
                + first.get().sample() + ": " + first.get().failure().orElse("no reason was given");
        ConfigException.check(
                policy != OnMissing.ABORT,
                "The environment failed for %s. The recipe says ABORT for this: fix the environment, or set"
                        + " rollout.onFailure to drop-trajectory.",
                found);
        ConfigException.check(
                !all.stream().allMatch(FailedResponses::hasFailed),
                "The environment failed for all %s responses, the first of them %s. Fix the environment; there is nothing"
                        + " to learn from.",
                all.size(),
                found);
    }

    /** The group without them, or an empty one where the recipe drops their whole group. */
    Group without(Group group) {
        List<Trajectory> whole = group.trajectories().stream()
                .filter(trajectory -> !hasFailed(trajectory))
                .toList();
        boolean dropped = policy == OnMissing.DROP_GROUP && whole.size() < group.size();
        return Group.of(group.prompt(), dropped ? List.of() : whole);
    }

    private static boolean hasFailed(Trajectory trajectory) {
        return trajectory.finish() == Finish.FAILED;
    }
}
