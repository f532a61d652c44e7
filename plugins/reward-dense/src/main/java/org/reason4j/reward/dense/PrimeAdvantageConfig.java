package org.reason4j.reward.dense;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code prime}. The weights of process and outcome are those of their rewards in the
 * recipe.
 *
 * @param processGamma discount of rewards on later tokens, in [0, 1]
 * @param outcomeGamma discount of the outcome, which stands on the last token, in [0, 1]
 * @param scale true to divide token rewards by the batch's largest absolute return-to-go plus 1e-6, an option of verl's
 *     recipe
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record PrimeAdvantageConfig(
        double processGamma,
        double outcomeGamma,
        boolean scale,
        double clipLow,
        double clipHigh,
        LossAggregation aggregation) {

    /** No discount, PPO's clip, mean over all tokens of the mini-batch. */
    public static final PrimeAdvantageConfig DEFAULTS =
            new PrimeAdvantageConfig(1, 1, false, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public PrimeAdvantageConfig {
        check(processGamma >= 0 && processGamma <= 1, "prime.processGamma must be in [0, 1], got %s", processGamma);
        check(outcomeGamma >= 0 && outcomeGamma <= 1, "prime.outcomeGamma must be in [0, 1], got %s", outcomeGamma);
        ClippedSurrogate.validate("prime", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
