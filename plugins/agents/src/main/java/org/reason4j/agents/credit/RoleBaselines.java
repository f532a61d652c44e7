package org.reason4j.agents.credit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.agents.game.Seat;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;

/**
 * Role-conditioned advantages: {@code A = R - b} with a moving average {@code b} of each role of each game, which takes in the
 * reward after it was read, {@code b = decay b + (1 - decay) R}. A role that usually wins is compared with its own past, not with
 * the other one. No deviation divides, and groups may have any size.
 *
 * <p>The turns of a role in one game are one event: the average is read once for all of them, and takes in their mean reward. Events
 * of a step come in the order of the ids of their episodes and of their sample indices, whatever the order of groups. Turns belong to one game where their prompts have the same field {@code episode} and
 * they have the same sample index; a response without that field is a game of its own.
 *
 * @see <a href="https://arxiv.org/abs/2506.24119">SPIRAL, section 3.3; its code updates the average once for each game and
 *     player</a>
 */
final class RoleBaselines {

    private final double decay;
    private final double initial;
    private final List<String> by;
    private final Map<String, Double> averages = new HashMap<>();

    /** Averages that begin at {@code initial}, one for each combination of values of the fields. */
    RoleBaselines(double decay, double initial, List<String> by) {
        this.decay = decay;
        this.initial = initial;
        this.by = by;
    }

    /** What a role did in one game; in an order that does not depend on that of groups. */
    private record Event(String role, String episode, int sample) implements Comparable<Event> {

        private static final Comparator<Event> ORDER =
                Comparator.comparing(Event::role).thenComparing(Event::episode).thenComparingInt(Event::sample);

        @Override
        public int compareTo(Event other) {
            return ORDER.compare(this, other);
        }
    }

    /** Returns the credit of each turn, group by group. */
    List<Credit> credits(List<ScoredGroup> groups) {
        Map<Event, Double> rewards = turns(groups)
                .collect(Collectors.groupingBy(
                        one -> event(one.trajectory()),
                        TreeMap::new,
                        Collectors.averagingDouble(ScoredTrajectory::reward)));
        Map<Event, Double> expected = new HashMap<>();
        rewards.forEach((event, reward) -> {
            double average = average(event.role());
            expected.put(event, average);
            averages.put(event.role(), decay * average + (1 - decay) * reward);
        });
        return turns(groups)
                .map(one -> Credit.constant(
                        one.trajectory(), one.reward() - expected.getOrDefault(event(one.trajectory()), initial)))
                .toList();
    }

    private static Stream<ScoredTrajectory> turns(List<ScoredGroup> groups) {
        return groups.stream().flatMap(group -> group.trajectories().stream());
    }

    private Event event(Trajectory turn) {
        Prompt prompt = turn.prompt();
        String role = by.stream().map(field -> prompt.field(field).orElse("")).collect(Collectors.joining("/"));
        return new Event(role, prompt.field(Seat.EPISODE).orElse(prompt.id()), turn.sample());
    }

    /** The average of a role now. */
    double average(String role) {
        return averages.getOrDefault(role, initial);
    }

    /** All averages, by their role. */
    Map<String, Double> averages() {
        return Map.copyOf(averages);
    }

    /** Takes over averages, after a trip through JSON. */
    void restore(Object saved) {
        if (!(saved instanceof Map<?, ?> all)) {
            throw new IllegalArgumentException(
                    "The saved averages of rae are '" + saved + "', expected numbers by role");
        }
        averages.clear();
        all.forEach((role, value) -> {
            if (!(value instanceof Number number)) {
                throw new IllegalArgumentException(
                        "The saved average of rae for '" + role + "' is '" + value + "', expected a number");
            }
            averages.put(String.valueOf(role), number.doubleValue());
        });
    }
}
