package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.AnchoredMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * The clip with off-policy sequence masking: a response with a negative advantage that became unlikely since it was sampled is
 * dropped whole. It is where {@code A < 0} and {@code mean_t(anchorLogprob - logprob) > delta}; what a response says that the
 * policy would not say any more teaches it little, and pushes far. Dropped tokens stay in the denominator.
 *
 * <p>Metrics: {@code policy/ratio_mean}, {@code policy/kl_old} or {@code policy/kl_behaviour}, and {@code policy/masked_share},
 * the share of learned tokens in dropped responses.
 *
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param delta largest divergence of a response with a negative advantage in nats per token, above 0
 * @param anchor the policy that ratios and the divergence compare with
 * @see <a href="https://arxiv.org/abs/2512.02556">DeepSeek-V3.2, section 3.1</a>
 */
public record Opsm(double clipLow, double clipHigh, double delta, Anchor anchor) implements PolicyLoss {

    /** TRL's threshold, against the policy that sampled. */
    public static final Opsm DEFAULTS = new Opsm(0.2, 0.2, 0.5, Anchor.BEHAVIOUR);

    /** Largest absolute log-ratio of a token. */
    private static final double MOST = 20;

    public Opsm {
        ClippedSurrogate.validate("opsm", clipLow, clipHigh);
        check(delta > 0 && Double.isFinite(delta), "opsm.delta must be positive, got %s", delta);
    }

    @Override
    public Requirements requirements() {
        return anchor.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, anchor);
        NDArray logRatio = tokens.logRatio(MOST);
        NDArray ratio = logRatio.exp();
        AnchoredMetrics.report(tokens, ratio, anchor);
        NDArray divergence = tokens.means(tokens.logRatio(0)).stopGradient().neg();
        NDArray dropped = Signs.number(divergence.gt(delta))
                .mul(Signs.number(tokens.advantages().lt(0)));
        batch.metric("policy/masked_share", dropped);
        NDArray loss = ClippedSurrogate.of(clipLow, clipHigh).perToken(ratio, tokens.advantages());
        return batch.aggregate(loss.mul(dropped.neg().add(1)), aggregation);
    }
}
