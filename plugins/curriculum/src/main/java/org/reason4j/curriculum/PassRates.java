package org.reason4j.curriculum;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.reason4j.api.data.ScoredGroup;

/**
 * Correct responses to each prompt, and all of them: {@code rate = correct / responses}. When a prompt comes again, a share of what
 * is known counts on: all of it for a mean over the whole run, none for the latest responses alone.
 */
final class PassRates {

    private final ResponseValue value;
    private final double threshold;
    private final double memory;
    private final Map<String, double[]> counts = new TreeMap<>(); // correct, all

    /**
     * Rates of no prompt yet.
     *
     * @param threshold least value of a correct response
     * @param memory share of earlier responses that counts on, in [0, 1]
     */
    PassRates(ResponseValue value, double threshold, double memory) {
        this.value = value;
        this.threshold = threshold;
        this.memory = memory;
    }

    /** Adds the responses of a group. */
    void add(ScoredGroup group) {
        if (group.trajectories().isEmpty()) {
            return;
        }
        long correct = group.trajectories().stream()
                .filter(one -> value.of(one) >= threshold)
                .count();
        double[] now = {correct, group.trajectories().size()};
        counts.merge(group.prompt().id(), now, (before, added) ->
                new double[] {memory * before[0] + added[0], memory * before[1] + added[1]});
    }

    /** The rate of a prompt; empty if it has not been answered. */
    OptionalDouble of(String id) {
        double[] count = counts.get(id);
        return count == null ? OptionalDouble.empty() : OptionalDouble.of(count[0] / count[1]);
    }

    /** Ids of the prompts whose rate is at least {@code rate}. */
    Set<String> atLeast(double rate) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue()[0] >= rate * entry.getValue()[1])
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The counts as lists of two. */
    Map<String, Object> state() {
        Map<String, Object> state = new TreeMap<>();
        counts.forEach((id, count) -> state.put(id, List.of(count[0], count[1])));
        return state;
    }

    void restore(Map<?, ?> state) {
        counts.clear();
        state.forEach((id, saved) -> {
            if (!(saved instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof Number correct
                    && pair.get(1) instanceof Number all)) {
                throw new IllegalArgumentException("The saved pass rate of prompt '" + id + "' is " + saved
                        + ", expected the numbers of correct and of all responses");
            }
            counts.put(String.valueOf(id), new double[] {correct.doubleValue(), all.doubleValue()});
        });
    }
}
