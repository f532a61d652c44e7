package org.reason4j.curriculum;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.curriculum.NoPositiveResamplingConfig.History;

/** Correct responses to each prompt, and all of them: {@code rate = correct / responses}. */
final class PassRates {

    private final NoPositiveResamplingConfig config;
    private final Map<String, long[]> counts = new TreeMap<>(); // correct, all

    PassRates(NoPositiveResamplingConfig config) {
        this.config = config;
    }

    /** Adds the responses of a group, which replace earlier ones where only the latest count. */
    void add(ScoredGroup group) {
        if (group.trajectories().isEmpty()) {
            return;
        }
        long correct = group.trajectories().stream()
                .filter(one -> value(one) >= config.threshold())
                .count();
        long[] now = {correct, group.trajectories().size()};
        counts.merge(
                group.prompt().id(),
                now,
                (before, added) -> config.history() == History.LATEST
                        ? added
                        : new long[] {before[0] + added[0], before[1] + added[1]});
    }

    private double value(ScoredTrajectory one) {
        if (config.metric().isEmpty()) {
            return one.reward();
        }
        if (one.scores().get(config.metric()) instanceof Score.Value score) {
            return score.value();
        }
        throw new IllegalStateException("The reward '" + config.metric() + "' has no value for " + one.trajectory());
    }

    /** Ids of the prompts whose rate is at least that of the settings. */
    Set<String> mastered() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue()[0] >= config.passRate() * entry.getValue()[1])
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
            counts.put(String.valueOf(id), new long[] {correct.longValue(), all.longValue()});
        });
    }
}
