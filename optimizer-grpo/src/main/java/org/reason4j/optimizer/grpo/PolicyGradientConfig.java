package org.reason4j.optimizer.grpo;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.optimizer.grpo.advantage.Advantage;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Clip;
import org.reason4j.optimizer.grpo.loss.PolicyLoss;

/**
 * Parts of a policy gradient.
 *
 * @param advantage the estimate of how much better a response, or a token, is than expected
 * @param loss what the advantages make of the log-probabilities
 * @param aggregation reduction of token losses to one number
 */
public record PolicyGradientConfig(Advantage advantage, PolicyLoss loss, LossAggregation aggregation) {

    /** Group relative advantages, a symmetric clip and the mean over all tokens of the mini-batch, as {@code grpo} has them. */
    public static final PolicyGradientConfig DEFAULTS =
            new PolicyGradientConfig(Estimate.DEFAULTS, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);

    public PolicyGradientConfig {
        check(
                !(loss.perResponse() && advantage.perToken()),
                "the loss %s takes a response for one action, with one advantage, but the advantage %s differs from token to"
                        + " token. Choose an advantage per response, or a loss per token such as clip or gspo",
                loss,
                advantage);
    }
}
