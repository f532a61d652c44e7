package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.AnchoredMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.ResponseRatio;

/**
 * Tapered off-policy REINFORCE: what was good is learned without a weight, what was bad with a ratio of at most {@code
 * maxWeight}, so that a response that became unlikely is pushed no further. {@code x = -A logprob} where {@code A > 0}, else
 * {@code x = -sg[clip(ratio, 0, maxWeight)] A logprob}.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/ratio_mean}, and {@code policy/kl_old} or {@code
 * policy/kl_behaviour}.
 *
 * @param level whose ratio weighs a token: its own (ROLL), or that of its response (the paper)
 * @param maxWeight largest weight of a negative advantage, above 0
 * @param anchor the policy that ratios compare with
 * @see <a href="https://arxiv.org/abs/2503.14286">TOPR, equation 8</a>
 */
public record Topr(Level level, double maxWeight, Anchor anchor) implements PolicyLoss {

    /** Whose ratio weighs a token. */
    public enum Level {
        /** The token's. */
        TOKEN,
        /** The response's, the product of those of its tokens. */
        SEQUENCE
    }

    /** Ratios of responses up to 1, to the policy that sampled. */
    public static final Topr DEFAULTS = new Topr(Level.SEQUENCE, 1, Anchor.BEHAVIOUR);

    /** Largest absolute log-ratio of a token. */
    private static final double MOST = 20;

    public Topr {
        check(maxWeight > 0 && Double.isFinite(maxWeight), "topr.maxWeight must be positive, got %s", maxWeight);
    }

    @Override
    public Requirements requirements() {
        return anchor.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, anchor);
        NDArray ratio =
                (level == Level.TOKEN ? tokens.logRatio(MOST).exp() : ResponseRatio.product(tokens)).stopGradient();
        AnchoredMetrics.report(tokens, ratio, anchor);
        NDArray advantages = tokens.advantages();
        NDArray weight = NDArrays.where(advantages.gt(0), ratio.onesLike(), ratio.minimum(maxWeight));
        return batch.aggregate(weight.mul(advantages).mul(tokens.logprobs()).neg(), aggregation);
    }
}
