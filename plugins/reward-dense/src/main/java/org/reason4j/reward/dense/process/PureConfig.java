package org.reason4j.reward.dense.process;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code pure}. The weights of steps and outcome are those of their rewards in the recipe.
 *
 * @param baseline what a step's reward is compared with
 * @param whiten true to bring advantages to mean 0 and deviation 1 over the step's learned tokens
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record PureConfig(
        Baseline baseline, boolean whiten, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** What a step's reward is compared with. Constants may be added. */
    public enum Baseline {
        /** The siblings' step rewards per token, times the step's tokens: longer steps are expected to bring more. */
        TOKEN,
        /** The siblings' mean reward of a step; it pays for few steps. */
        STEP
    }

    /** The settings of the paper's experiments. */
    public static final PureConfig DEFAULTS =
            new PureConfig(Baseline.TOKEN, false, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public PureConfig {
        ClippedSurrogate.validate("pure", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
