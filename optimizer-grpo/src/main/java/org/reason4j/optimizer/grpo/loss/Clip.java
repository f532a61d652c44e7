package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;

/**
 * PPO's clip of each token's ratio, by {@link ClippedSurrogate}, with separate bounds.
 *
 * <p>Metrics: those of {@link RatioMetrics}.
 *
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param dualClip bound on the ratio of tokens with a negative advantage, above 1; 0 for none (dual-clip PPO)
 * @param delta bound on the ratio where the clip does not act, above {@code 1 + clipHigh}; 0 for none (INTELLECT-2)
 * @param logRatioClamp bound on the absolute log-ratio before it is exponentiated; 0 for none
 * @see <a href="https://arxiv.org/abs/1707.06347">PPO, equation 7</a>
 */
public record Clip(double clipLow, double clipHigh, double dualClip, double delta, double logRatioClamp)
        implements PolicyLoss {

    /** A symmetric clip. */
    public static final Clip DEFAULTS = new Clip(0.2, 0.2, 0, 0, 20);

    public Clip {
        validate("clip", clipLow, clipHigh, dualClip, delta, logRatioClamp);
    }

    /** Refuses impossible bounds by the name of their setting; {@code owner} is the name of what has it. */
    public static void validate(
            String owner, double clipLow, double clipHigh, double dualClip, double delta, double logRatioClamp) {
        ClippedSurrogate.validate(owner, clipLow, clipHigh);
        check(
                dualClip == 0 || (dualClip > 1 && Double.isFinite(dualClip)),
                "%s.dualClip must be 0 (off) or greater than 1, got %s",
                owner,
                dualClip);
        check(
                delta == 0 || (delta > 1 + clipHigh && Double.isFinite(delta)),
                "%s.delta must be 0 (off) or greater than 1 + clipHigh = %s, got %s",
                owner,
                1 + clipHigh,
                delta);
        check(
                logRatioClamp >= 0 && Double.isFinite(logRatioClamp),
                "%s.logRatioClamp must be 0 (off) or positive, got %s",
                owner,
                logRatioClamp);
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(logRatioClamp).exp();
        ClippedSurrogate surrogate =
                ClippedSurrogate.of(clipLow, clipHigh).withDual(dualClip).withDelta(delta);
        RatioMetrics.of(batch, ratio, tokens.advantages()).clips(surrogate);
        return batch.aggregate(surrogate.perToken(ratio, tokens.advantages()), aggregation);
    }
}
