package org.reason4j.agents.credit;

import java.util.List;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of hierarchical GRPO.
 *
 * @param episodeRoles roles that are compared within an episode; others are compared across the episodes of a task
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record HierarchicalGrpoConfig(
        List<String> episodeRoles, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** Solvers within a proposal. */
    public static final HierarchicalGrpoConfig DEFAULTS =
            new HierarchicalGrpoConfig(List.of("solver"), 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public HierarchicalGrpoConfig {
        episodeRoles = List.copyOf(episodeRoles);
        ClippedSurrogate.validate("hierarchical-grpo", clipLow, clipHigh);
    }
}
