package org.reason4j.core.host.reward;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.ScoredGroup;

/**
 * Result of scoring the groups of a step.
 *
 * @param groups the groups that kept a trajectory, in the order they were given
 * @param metrics the step's reward metrics in order of their names; see {@link RewardMetrics}
 */
public record ScoringResult(List<ScoredGroup> groups, Map<String, Double> metrics) {

    public ScoringResult {
        groups = List.copyOf(groups);
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
