package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * Decoupled PPO, which has three policies: the one in training is clipped around a proximal one, that of the step's start, and
 * what that differs in from the policy that sampled is a weight. {@code x = w clip(exp(logprob - oldLogprob)) A} with {@code w =
 * sg[exp(oldLogprob - behaviourLogprob)]}, and 0 where {@code w > maxWeight}; such tokens stay in the denominator.
 *
 * <p>Metrics: those of {@link RatioMetrics}, and {@code policy/masked_share}, the share of tokens whose weight is too large.
 *
 * @param clipLow distance of the lower clip bound of a token's ratio to the proximal policy from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param maxWeight largest weight of a token that is learned from, at least 1
 * @see <a href="https://arxiv.org/abs/2505.24298">AReaL, equation 5</a>
 */
public record DecoupledPpo(double clipLow, double clipHigh, double maxWeight) implements PolicyLoss {

    /** AReaL's. */
    public static final DecoupledPpo DEFAULTS = new DecoupledPpo(0.2, 0.2, 5);

    /** Largest absolute log-ratio of a token. */
    private static final double MOST = 20;

    public DecoupledPpo {
        ClippedSurrogate.validate("decoupled-ppo", clipLow, clipHigh);
        check(
                maxWeight >= 1 && Double.isFinite(maxWeight),
                "decoupled-ppo.maxWeight must be at least 1, got %s",
                maxWeight);
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).and(Anchor.BEHAVIOUR.requirements());
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(MOST).exp();
        ClippedSurrogate surrogate = ClippedSurrogate.of(clipLow, clipHigh);
        RatioMetrics.of(batch, ratio, tokens.advantages()).clips(surrogate);
        NDArray sampled = batch.learned(batch.stream(TokenStream.BEHAVIOUR_LOGPROBS));
        NDArray weight = tokens.anchorLogprobs().sub(sampled).clip(-MOST, MOST).exp();
        NDArray kept = Signs.number(weight.lte(maxWeight));
        batch.metric("policy/masked_share", kept.neg().add(1));
        return batch.aggregate(
                surrogate.perToken(ratio, tokens.advantages()).mul(weight).mul(kept), aggregation);
    }
}
