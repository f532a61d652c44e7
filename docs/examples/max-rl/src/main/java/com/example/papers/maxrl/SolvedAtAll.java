package com.example.papers.maxrl;

import java.util.Arrays;
import java.util.Optional;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.track.Metrics;

/**
 * Leaves out groups whose mean reward is 0 or below {@code least}: MaxRL learns nothing from them, and their tokens would
 * only make the mean over tokens smaller.
 *
 * <p>Metric: {@code filter/unsolved_groups}, the number of groups left out in a step.
 */
public record SolvedAtAll(SolvedAtAllConfig config, Metrics metrics) implements GroupFilter {

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        double mean = Arrays.stream(group.rewards()).average().orElse(0);
        boolean kept = mean > 0 && mean >= config.least();
        metrics.add("filter/unsolved_groups", kept ? 0 : 1);
        return kept ? Optional.of(group) : Optional.empty();
    }
}
