package org.reason4j.optimizer.grpo.loss;

import ai.djl.ndarray.NDArray;
import java.util.EnumSet;
import java.util.Set;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.ResponseRatio;

/**
 * Length-unbiased sequence policy optimization: {@link Gspo}'s loss of a response times its length, so that a token of a long
 * response weighs as much as one of a short response.
 *
 * <p>With {@link LossAggregation#SEQ_MEAN_TOKEN_MEAN}, the only aggregation that it takes, over {@code B} responses, each token has the gradient {@code -A s / B}
 * instead of {@code -A s / (L B)}.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high} and
 * {@code policy/ratio_mean} of the response's ratio, and {@code policy/kl_old}.
 *
 * @param clipLow distance of the lower clip bound of a response's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1, above 0
 * @see <a href="https://arxiv.org/abs/2602.05261">LUSPO</a>
 */
public record Luspo(double clipLow, double clipHigh) implements PolicyLoss {

    /** The paper's bounds. */
    public static final Luspo DEFAULTS = new Luspo(0.002, 0.0025);

    public Luspo {
        ClippedSurrogate.validate("luspo", clipLow, clipHigh);
    }

    @Override
    public boolean perResponse() {
        return true;
    }

    @Override
    public Set<LossAggregation> aggregations() {
        return EnumSet.of(LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = ResponseRatio.geometricMean(tokens);
        ClippedSurrogate surrogate = ClippedSurrogate.of(clipLow, clipHigh);
        RatioMetrics.of(batch, ratio, tokens.advantages()).clips(surrogate);
        NDArray perToken = surrogate.perToken(ratio, tokens.advantages()).mul(batch.lengths());
        return batch.aggregate(perToken, aggregation);
    }
}
