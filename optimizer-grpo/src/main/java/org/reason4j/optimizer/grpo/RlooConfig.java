package org.reason4j.optimizer.grpo;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;
import org.reason4j.optimizer.grpo.loss.SequenceRatio;

/**
 * Settings of RLOO.
 *
 * @param clipLow distance of the lower clip bound of a response's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param singleton advantage of a response whose siblings have no score
 */
public record RlooConfig(double clipLow, double clipHigh, Singleton singleton) {

    /** Symmetric clip; a response without siblings is not learned from. */
    public static final RlooConfig DEFAULTS = new RlooConfig(0.2, 0.2, Singleton.ZERO);

    public RlooConfig {
        ClippedSurrogate.validate("rloo", clipLow, clipHigh);
    }

    /** The distance from the mean of the siblings, and one action per response. */
    PolicyGradientConfig parts() {
        Estimate advantage =
                new Estimate(Returns.RESPONSE, 1, Baseline.LEAVE_ONE_OUT, GroupDeviation.NONE, 0, singleton, false);
        return new PolicyGradientConfig(
                advantage, new SequenceRatio(clipLow, clipHigh), LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    }
}
