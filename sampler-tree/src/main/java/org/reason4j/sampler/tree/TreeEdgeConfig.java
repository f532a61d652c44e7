package org.reason4j.sampler.tree;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of edge advantages.
 *
 * @param values what a segment is worth
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record TreeEdgeConfig(Worth values, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** Value of a segment. Constants may be added. */
    public enum Worth {
        /** Mean reward of the responses through it. */
        LEAVES,
        /** ReST-MCTS*'s quality: how near a right response through it ends, from 0 to 1. */
        QUALITY
    }

    /** Mean rewards, with PPO's clip; every written token counts once. */
    public static final TreeEdgeConfig DEFAULTS =
            new TreeEdgeConfig(Worth.LEAVES, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public TreeEdgeConfig {
        ClippedSurrogate.validate("tree-edge", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
