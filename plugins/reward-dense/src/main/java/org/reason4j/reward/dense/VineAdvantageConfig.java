package org.reason4j.reward.dense;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code vineppo}.
 *
 * @param whiten true to bring advantages to mean 0 and deviation 1 over the batch's learned tokens
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record VineAdvantageConfig(boolean whiten, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** The settings of the paper's experiments. */
    public static final VineAdvantageConfig DEFAULTS =
            new VineAdvantageConfig(true, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public VineAdvantageConfig {
        ClippedSurrogate.validate("vineppo", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
