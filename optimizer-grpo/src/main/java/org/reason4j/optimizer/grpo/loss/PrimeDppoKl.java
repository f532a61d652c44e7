package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.AnchoredMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.TrustRegion;

/**
 * prime-rl's loss: DPPO by total variation, and a squared log-ratio on all tokens, which pulls those back that were dropped.
 *
 * <p>{@code x = -advantageTau A ratio keep + klTau (logprob - behaviour)^2} with {@code keep} of {@link
 * TrustRegion#byVariation} and the ratio to the policy that sampled. Dropped tokens stay in the denominator.
 *
 * <p>Metrics: those of {@link DppoTv}.
 *
 * @param low how far the probability of a token with a negative advantage may fall, above 0
 * @param high how far that of a token with a positive advantage may rise, above 0
 * @param advantageTau factor of the advantage, at least 0
 * @param klTau factor of the squared log-ratio, at least 0; 0 for none
 * @see <a href="https://github.com/PrimeIntellect-ai/prime-rl/blob/main/src/prime_rl/trainer/rl/loss.py">loss.py,
 *     default_loss_fn</a>
 * @see <a href="https://arxiv.org/abs/2602.04879">DPPO, equation 13</a>
 */
public record PrimeDppoKl(double low, double high, double advantageTau, double klTau) implements PolicyLoss {

    /** prime-rl's. */
    public static final PrimeDppoKl DEFAULTS = new PrimeDppoKl(0.2, 0.2, 1, 1e-3);

    public PrimeDppoKl {
        TrustRegion.validate("prime-dppo-kl", low, high);
        validate("prime-dppo-kl", advantageTau, klTau);
    }

    /** Refuses impossible factors by the name of their setting. */
    static void validate(String loss, double advantageTau, double klTau) {
        check(
                advantageTau >= 0 && Double.isFinite(advantageTau),
                "%s.advantageTau must be at least 0, got %s",
                loss,
                advantageTau);
        check(klTau >= 0 && Double.isFinite(klTau), "%s.klTau must be at least 0, got %s", loss, klTau);
    }

    @Override
    public Requirements requirements() {
        return Anchor.BEHAVIOUR.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, Anchor.BEHAVIOUR);
        NDArray kept = TrustRegion.byVariation(tokens, low, high);
        return batch.aggregate(perToken(tokens, kept, advantageTau, klTau), aggregation);
    }

    /** Returns the loss of each token, {@code [B, T]}, and reports metrics. */
    static NDArray perToken(LearnedTokens tokens, NDArray kept, double advantageTau, double klTau) {
        NDArray ratio = tokens.logRatio(20).exp();
        AnchoredMetrics.report(tokens, ratio, Anchor.BEHAVIOUR);
        tokens.batch().metric("policy/masked_share", kept.neg().add(1));
        NDArray learned =
                ratio.mul(tokens.advantages()).mul(kept).mul(tokens.batch().constant(-advantageTau));
        return learned.add(tokens.logRatio(0).square().mul(tokens.batch().constant(klTau)));
    }
}
