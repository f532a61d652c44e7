package org.reason4j.sampler.tree.segment;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code treepo-advantage}.
 *
 * @param weights weight of a sub-group in a leaf's advantage
 * @param skipFlat true to leave out sub-groups whose rewards are equal
 * @param whiten true to bring advantages to mean 0 and deviation 1 over the step's learned tokens
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record TreePoAdvantageConfig(
        Weights weights,
        boolean skipFlat,
        boolean whiten,
        double clipLow,
        double clipHigh,
        LossAggregation aggregation) {

    /** Weight of a sub-group. */
    public enum Weights {
        /** Its number of leaves. */
        SIZE,
        /** The same for all. */
        EQUAL
    }

    /** Sub-groups by their size, whitened, with the wider upper clip of DAPO, on which TreePO builds. */
    public static final TreePoAdvantageConfig DEFAULTS =
            new TreePoAdvantageConfig(Weights.SIZE, false, true, 0.2, 0.28, LossAggregation.TOKEN_MEAN);

    public TreePoAdvantageConfig {
        ClippedSurrogate.validate("treepo-advantage", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
