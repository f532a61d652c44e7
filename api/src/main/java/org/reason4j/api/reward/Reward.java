package org.reason4j.api.reward;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;

/**
 * Judges the responses given to one prompt.
 *
 * <p>It sees the whole group because some rewards compare responses with each other, as a majority vote does. Groups are
 * scored concurrently and each call has a deadline, after which its thread is interrupted, so an implementation keeps no
 * mutable state and honours interruption. An exception becomes {@link Score.Failed} for the whole group.
 */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface Reward {

    /** Returns one score per trajectory, in group order. */
    List<Score> score(Group group) throws Exception;

    /** As {@link #score(Group)}, which it calls, for a reward that plans its work by the time that it has. */
    default List<Score> score(Group group, Deadline deadline) throws Exception {
        return score(group);
    }

    /**
     * The final result that this reward reads from a response, in a form in which equal answers are equal strings; empty
     * where there is none. Majority votes count it; they are measured only where a reward overrides this method.
     */
    default Optional<String> answer(Trajectory trajectory) {
        return Optional.empty();
    }

    /** Models that learn beside the policy, such as a process reward model. Asked for once. */
    default List<AuxiliaryModel> models() {
        return List.of();
    }

    /** Needs of this reward towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }

    /** Applies a rule about a single trajectory to each of a group. */
    static List<Score> perTrajectory(Group group, Function<Trajectory, Score> rule) {
        return group.trajectories().stream().map(rule).toList();
    }
}
