package org.reason4j.guards;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** A number's mean over the newest steps beside its mean over the first ones, which stays. */
final class Drift {

    private final int first;
    private final int window;
    private final List<Double> beginning = new ArrayList<>();
    private final Deque<Double> newest = new ArrayDeque<>();

    /**
     * Nothing seen yet.
     *
     * @param first number of steps whose mean is the beginning
     * @param window number of newest steps
     */
    Drift(int first, int window) {
        this.first = first;
        this.window = window;
    }

    /** Takes the number of a step. */
    void add(double number) {
        if (beginning.size() < first) {
            beginning.add(number);
            return;
        }
        newest.addLast(number);
        if (newest.size() > window) {
            newest.removeFirst();
        }
    }

    /** Mean of the beginning; empty until it is over. */
    OptionalDouble beginning() {
        return beginning.size() < first ? OptionalDouble.empty() : mean(beginning);
    }

    /** Mean of the newest steps after the beginning; empty until there are enough. */
    OptionalDouble newest() {
        return newest.size() < window ? OptionalDouble.empty() : mean(newest);
    }

    private static OptionalDouble mean(Collection<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average();
    }

    Map<String, Object> state() {
        return Map.of("beginning", List.copyOf(beginning), "newest", List.copyOf(newest));
    }

    void restore(Map<String, Object> state) {
        beginning.clear();
        newest.clear();
        numbers(state, "beginning").forEach(beginning::add);
        numbers(state, "newest").forEach(newest::add);
    }

    private static List<Double> numbers(Map<String, Object> state, String key) {
        List<?> numbers = (List<?>) Objects.requireNonNull(state.get(key), key);
        return numbers.stream().map(number -> ((Number) number).doubleValue()).toList();
    }
}
