package org.reason4j.reward.dense.turn;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code gigpo}.
 *
 * @param gamma discount of rewards per turn, in (0, 1]
 * @param stepWeight weight of a turn's advantage beside that of the episode, at least 0
 * @param anchor the state of a turn: turns of a group that begin in the same one are compared
 * @param deviation true to divide both advantages by their sample deviation plus 1e-4
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record GigpoConfig(
        double gamma,
        double stepWeight,
        Anchor anchor,
        boolean deviation,
        double clipLow,
        double clipHigh,
        LossAggregation aggregation) {

    /** The state that a turn begins in. Constants may be added. */
    public enum Anchor {
        /** What the environment said last; before it said anything, the prompt. */
        OBSERVATION,
        /** The whole response so far. */
        HISTORY
    }

    /** The settings of the paper's experiments, without deviations. */
    public static final GigpoConfig DEFAULTS =
            new GigpoConfig(0.95, 1, Anchor.OBSERVATION, false, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public GigpoConfig {
        check(gamma > 0 && gamma <= 1, "gigpo.gamma must be in (0, 1], got %s", gamma);
        check(
                stepWeight >= 0 && Double.isFinite(stepWeight),
                "gigpo.stepWeight must be at least 0, got %s",
                stepWeight);
        ClippedSurrogate.validate("gigpo", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
