package org.reason4j.sampler.tree;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of TreeRL.
 *
 * @param centre true to subtract the mean over a tree's tokens from the rewards of its nodes
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record TreeRlConfig(boolean centre, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** Centred, with PPO's clip; every written token counts once. */
    public static final TreeRlConfig DEFAULTS = new TreeRlConfig(true, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public TreeRlConfig {
        ClippedSurrogate.validate("treerl", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
