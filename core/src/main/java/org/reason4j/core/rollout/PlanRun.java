package org.reason4j.core.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/** A plan that is carried out, round after round. */
final class PlanRun {

    private final RolloutPlan plan;
    private final Schedule schedule;
    private final Consumer<Response> queue;
    private final BiFunction<RolloutRequest, Family, Response> prepare;
    private final long policyVersion;
    private final long room;
    private final Family family;
    private final List<Trajectory> written = new ArrayList<>();
    private List<Response> round = List.of();
    private long tokens;

    /**
     * Prepares a plan.
     *
     * @param prepare makes a response of the family to a request
     * @param room response tokens that it may write
     * @param queue takes a response that is to be written
     */
    PlanRun(
            RolloutPlan plan,
            long room,
            Schedule schedule,
            BiFunction<RolloutRequest, Family, Response> prepare,
            Consumer<Response> queue,
            long policyVersion) {
        this.plan = plan;
        this.room = room;
        this.schedule = schedule;
        this.prepare = prepare;
        this.queue = queue;
        this.policyVersion = policyVersion;
        family = schedule.openFamily();
    }

    long room() {
        return room;
    }

    /** All that it has written, in order. */
    List<Trajectory> written() {
        return written;
    }

    /** Begins the next round where the last one is complete; returns whether the plan goes on. */
    boolean proceed() {
        if (!round.stream().allMatch(Response::finished)) {
            return true;
        }
        List<Trajectory> last = round.stream()
                .map(response -> response.trajectory(policyVersion))
                .toList();
        tokens += round.stream().mapToLong(Response::written).sum();
        if (tokens > room) {
            throw new PluginException(plan.getClass().getName() + " has written " + tokens
                    + " response tokens, but its maxTokens() is " + room + ", for which the cache has room");
        }
        written.addAll(last);
        round = plan.next(last).stream()
                .map(request -> prepare.apply(request, family))
                .toList();
        round.forEach(queue);
        if (round.isEmpty()) {
            schedule.closeFamily(family);
        }
        return !round.isEmpty();
    }
}
