package org.reason4j.optimizer.mixed.demonstration;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;

/**
 * Settings of LUFFY and of ExGRPO's loss.
 *
 * @param gamma of the weight {@code w / (w + gamma)} of tokens from elsewhere, in (0, 1]
 * @param normalize true to divide advantages by the deviation of the group's rewards
 * @param ownStatistics true for a mean and a deviation of the policy's own responses alone
 * @param clipLow how far the ratio of the policy's own tokens may fall below 1, in [0, 1); 0 for no clip at all
 * @param clipHigh how far it may rise above 1, above 0
 * @param aggregation how token losses become one number
 */
public record LuffyConfig(
        double gamma,
        boolean normalize,
        boolean ownStatistics,
        double clipLow,
        double clipHigh,
        LossAggregation aggregation) {

    /** The authors' code: no deviation, no clip, a sum over tokens by a constant. */
    public static final LuffyConfig DEFAULTS =
            new LuffyConfig(0.1, false, false, 0, 0.2, LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM);

    /** ExGRPO: the same loss, with a clip for the policy's own tokens. */
    public static final LuffyConfig EXGRPO =
            new LuffyConfig(0.1, false, false, 0.2, 0.2, LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM);

    public LuffyConfig {
        check(gamma > 0 && gamma <= 1, "luffy.gamma must be in (0, 1], got %s", gamma);
        check(clipLow >= 0 && clipLow < 1, "luffy.clipLow must be in [0, 1), got %s", clipLow);
        check(clipHigh > 0 && Double.isFinite(clipHigh), "luffy.clipHigh must be positive, got %s", clipHigh);
    }
}
