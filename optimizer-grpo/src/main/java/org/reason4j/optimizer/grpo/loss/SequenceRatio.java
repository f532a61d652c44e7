package org.reason4j.optimizer.grpo.loss;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.ResponseRatio;

/**
 * The clip of the true ratio of whole responses' probabilities, {@link ResponseRatio#product}, by {@link ClippedSurrogate}:
 * a response is one action. At the first update of a step the ratio is 1 and the gradient that of REINFORCE, {@code -A} on
 * every token over the number of responses.
 *
 * <p>Advantages that differ within a response, as a token-level importance weight makes them, act by their mean.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high} and
 * {@code policy/ratio_mean} of the response's ratio, and {@code policy/kl_old}.
 *
 * @param clipLow distance of the lower clip bound of a response's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @see <a href="https://arxiv.org/abs/2402.14740">Back to Basics, section 3</a>
 */
public record SequenceRatio(double clipLow, double clipHigh) implements PolicyLoss {

    /** A symmetric clip. */
    public static final SequenceRatio DEFAULTS = new SequenceRatio(0.2, 0.2);

    public SequenceRatio {
        ClippedSurrogate.validate("sequence-ratio", clipLow, clipHigh);
    }

    @Override
    public boolean perResponse() {
        return true;
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = ResponseRatio.product(tokens);
        NDArray advantages = tokens.onEachToken(tokens.means(tokens.advantages()));
        ClippedSurrogate surrogate = ClippedSurrogate.of(clipLow, clipHigh);
        RatioMetrics.of(batch, ratio, tokens.advantages()).clips(surrogate);
        return batch.aggregate(surrogate.perToken(ratio, advantages), aggregation);
    }
}
