package org.reason4j.gym.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Breadth-first search from a start. States have {@code equals} and are reached by moves with names. */
final class Shortest {

    /**
     * A move.
     *
     * @param name as answers call it
     * @param state where it leads
     */
    record Move<S>(String name, S state) {}

    /**
     * A state that was reached.
     *
     * @param state where
     * @param before the state before, none for the start
     * @param move what led from there
     * @param length moves from the start
     */
    private record Reached<S>(S state, Optional<Reached<S>> before, String move, int length) {
        private List<String> path() {
            List<String> path = new ArrayList<>();
            Reached<S> now = this;
            while (now.before.isPresent()) {
                path.add(now.move);
                now = now.before.get();
            }
            Collections.reverse(path);
            return path;
        }
    }

    private Shortest() {}

    /** The shortest path to a goal; empty where there is none, or none within so many moves and states. */
    static <S> Optional<List<String>> path(
            S start, Predicate<S> goal, Function<S, List<Move<S>>> moves, int longest, int states) {
        Set<S> seen = new HashSet<>(Set.of(start));
        Queue<Reached<S>> open = new ArrayDeque<>(List.of(new Reached<>(start, Optional.empty(), "", 0)));
        while (!open.isEmpty()) {
            Reached<S> now = open.remove();
            if (goal.test(now.state)) {
                return Optional.of(now.path());
            }
            for (Move<S> move : now.length == longest ? List.<Move<S>>of() : moves.apply(now.state)) {
                if (seen.size() < states && seen.add(move.state)) {
                    open.add(new Reached<>(move.state, Optional.of(now), move.name, now.length + 1));
                }
            }
        }
        return Optional.empty();
    }

    /** The number of moves to each state that can be reached within so many. */
    static <S> Map<S, Integer> distances(List<S> starts, Function<S, List<S>> next, int longest, int states) {
        Map<S, Integer> distances = new HashMap<>();
        Queue<S> open = new ArrayDeque<>(starts);
        starts.forEach(start -> distances.put(start, 0));
        while (!open.isEmpty()) {
            S now = open.remove();
            int length = distances.getOrDefault(now, 0) + 1;
            for (S state : length > longest ? List.<S>of() : next.apply(now)) {
                if (distances.size() < states && distances.putIfAbsent(state, length) == null) {
                    open.add(state);
                }
            }
        }
        return distances;
    }

    /** Where the moves from a state lead. */
    static <S> Function<S, List<S>> next(Function<S, List<Move<S>>> moves) {
        return state -> moves.apply(state).stream().map(Move::state).toList();
    }
}
