package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.AnchoredMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * GLM-5's importance sampling on the policy that sampled, without a pass for old log-probabilities: {@code x = -sg[f(r)] A
 * logprob} with {@code f(r) = r} where {@code 1 - low < r < 1 + high}, whatever the sign of the advantage, and 0 elsewhere. The
 * bounds are strict, and dropped tokens stay in the denominator.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/masked_share}, the share that is dropped; {@code
 * policy/ratio_mean}; {@code policy/kl_behaviour}.
 *
 * @param low how far a ratio may be below 1, in (0, 1]
 * @param high how far it may be above 1
 * @see <a href="https://arxiv.org/abs/2602.15763">GLM-5, section 4.1.2</a>
 */
public record RolloutIs(double low, double high) implements PolicyLoss {

    /** The clip bounds of DAPO, which SkyRL takes; the paper's are not known. */
    public static final RolloutIs DEFAULTS = new RolloutIs(0.2, 0.28);

    /** Largest absolute log-ratio of a token. */
    private static final double MOST = 20;

    public RolloutIs {
        check(low > 0 && low <= 1, "rollout-is.low must be in (0, 1], got %s", low);
        check(high > 0 && Double.isFinite(high), "rollout-is.high must be positive, got %s", high);
    }

    @Override
    public Requirements requirements() {
        return Anchor.BEHAVIOUR.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, Anchor.BEHAVIOUR);
        NDArray ratio = tokens.logRatio(MOST).exp().stopGradient();
        NDArray kept = Signs.number(ratio.gt(1 - low).logicalAnd(ratio.lt(1 + high)));
        AnchoredMetrics.report(tokens, ratio, Anchor.BEHAVIOUR);
        batch.metric("policy/masked_share", kept.neg().add(1));
        return batch.aggregate(
                ratio.mul(kept).mul(tokens.advantages()).mul(tokens.logprobs()).neg(), aggregation);
    }
}
