package org.reason4j.reward.dense;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code vineppo}.
 *
 * @param whiten whether advantages are brought to mean 0 and deviation 1 over the batch's learned tokens
 * @param clipLow how far a token's ratio may fall below 1 before the clip acts, in (0, 1)
 * @param clipHigh how far it may rise above 1
 * @param aggregation how token losses become one number
 */
public record VineAdvantageConfig(boolean whiten, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** Those of the paper's experiments. */
    public static final VineAdvantageConfig DEFAULTS =
            new VineAdvantageConfig(true, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public VineAdvantageConfig {
        ClippedSurrogate.validate("vineppo", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
