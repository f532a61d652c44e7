package org.reason4j.sampler.tree.segment.chain;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of the policy optimizer {@code spo-chain}.
 *
 * @param probabilityBelow only tokens that the policy wrote with a smaller probability are learned, in (0, 1]
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record ChainAdvantageConfig(
        double probabilityBelow, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** The settings of the paper's experiments. */
    public static final ChainAdvantageConfig DEFAULTS =
            new ChainAdvantageConfig(0.9, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    public ChainAdvantageConfig {
        check(
                probabilityBelow > 0 && probabilityBelow <= 1,
                "spo-chain.probabilityBelow must be in (0, 1], got %s",
                probabilityBelow);
        ClippedSurrogate.validate("spo-chain", clipLow, clipHigh);
    }

    ClippedObjective objective() {
        return ClippedObjective.of(clipLow, clipHigh, aggregation);
    }
}
