package org.reason4j.sampler.tree.segment;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code spo-tree}.
 *
 * @param normalised true to divide advantages by the deviation of the siblings' values
 * @param probabilityBelow only tokens that the policy wrote with a smaller probability are learned, in (0, 1]
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record SpoTreeAdvantageConfig(
        boolean normalised, double probabilityBelow, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** The authors' settings: differences of values as they are, and the probability mask. */
    public static final SpoTreeAdvantageConfig DEFAULTS =
            new SpoTreeAdvantageConfig(false, 0.9, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public SpoTreeAdvantageConfig {
        check(
                probabilityBelow > 0 && probabilityBelow <= 1,
                "spo-tree.probabilityBelow must be in (0, 1], got %s",
                probabilityBelow);
        ClippedSurrogate.validate("spo-tree", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
