package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final List<Follower> followers = new ArrayList<>(); // of the round, not queued yet

    /**
     * Prepares a plan.
     *
     * @param prepare makes a response of the family to a request
     * @param room response tokens that it may keep
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
        family = schedule.openFamily(plan::keeps);
    }

    long room() {
        return room;
    }

    /** All that it has written, in order. */
    List<Trajectory> written() {
        return written;
    }

    /** One whose beginning another reads; it is queued when the other has read so many tokens. */
    private record Follower(Response response, Response leader, int shared) {

        boolean isReady() {
            return leader.shared() >= shared;
        }
    }

    /** Begins the next round where the last one is complete; returns whether the plan goes on. */
    boolean proceed() {
        followers.stream().filter(Follower::isReady).map(Follower::response).forEach(queue);
        followers.removeIf(Follower::isReady);
        if (!round.stream().allMatch(Response::finished)) {
            return true;
        }
        List<Trajectory> last = round.stream()
                .map(response -> response.trajectory(policyVersion))
                .toList();
        if (family.tokens() > room) {
            throw new PluginException(plan.getClass().getName() + " holds " + family.tokens()
                    + " response tokens, but its maxTokens() is " + room + ", for which the cache has room");
        }
        written.addAll(last);
        round = plan.next(last).stream()
                .map(request -> prepare.apply(request, family))
                .toList();
        queueRound();
        if (round.isEmpty()) {
            schedule.closeFamily(family);
        }
        return !round.isEmpty();
    }

    /** Queues a round, but for those whose prefixes begin with what another one is going to read. */
    private void queueRound() {
        List<Response> readers = new ArrayList<>(); // of prefixes that nobody has read
        List<Response> longestFirst = round.stream()
                .sorted(Comparator.comparingInt(Response::known).reversed())
                .toList();
        for (Response response : longestFirst) {
            int read = family.shared(response);
            Optional<Follower> follower = readers.stream()
                    .map(leader -> new Follower(response, leader, leader.sharedWith(response)))
                    .filter(found -> found.shared() > read)
                    .max(Comparator.comparingInt(Follower::shared));
            follower.ifPresent(this::await);
            if (follower.map(Follower::shared).orElse(read) < response.known() - 1) {
                readers.add(response);
            }
        }
        Set<Response> later = followers.stream().map(Follower::response).collect(Collectors.toSet());
        round.stream().filter(response -> !later.contains(response)).forEach(queue);
    }

    private void await(Follower follower) {
        follower.leader().lend(follower.shared());
        followers.add(follower);
    }
}
