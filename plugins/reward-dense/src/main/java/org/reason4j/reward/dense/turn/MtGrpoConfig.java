package org.reason4j.reward.dense.turn;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code mt-grpo}.
 *
 * @param turnWeight weight of the turn's advantage before the first answer of the environment, at least 0
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record MtGrpoConfig(double turnWeight, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** The settings of the paper's experiments. */
    public static final MtGrpoConfig DEFAULTS = new MtGrpoConfig(1, 0.2, 0.2, LossAggregation.SEQ_MEAN_TOKEN_MEAN);

    public MtGrpoConfig {
        check(
                turnWeight >= 0 && Double.isFinite(turnWeight),
                "mt-grpo.turnWeight must be at least 0, got %s",
                turnWeight);
        ClippedSurrogate.validate("mt-grpo", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
