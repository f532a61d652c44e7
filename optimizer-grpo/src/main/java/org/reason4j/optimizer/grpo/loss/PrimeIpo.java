package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.TrustRegion;

/**
 * prime-rl's loss with its IPO mask: as {@link PrimeDppoKl}, but a token is dropped wherever its probability moved too far,
 * whatever the advantage: {@link TrustRegion#within}. It is not the preference loss of that name.
 *
 * <p>Metrics: those of {@link DppoTv}.
 *
 * @param threshold how far the probability of a token may move, above 0
 * @param advantageTau factor of the advantage, at least 0
 * @param klTau factor of the squared log-ratio, at least 0; 0 for none
 * @see <a href="https://github.com/PrimeIntellect-ai/prime-rl/blob/main/src/prime_rl/trainer/rl/loss.py">loss.py,
 *     ipo_loss_fn</a>
 */
public record PrimeIpo(double threshold, double advantageTau, double klTau) implements PolicyLoss {

    /** prime-rl's. */
    public static final PrimeIpo DEFAULTS = new PrimeIpo(0.1, 1, 1e-3);

    public PrimeIpo {
        check(threshold > 0 && Double.isFinite(threshold), "prime-ipo.threshold must be above 0, got %s", threshold);
        PrimeDppoKl.validate("prime-ipo", advantageTau, klTau);
    }

    @Override
    public Requirements requirements() {
        return Anchor.BEHAVIOUR.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, Anchor.BEHAVIOUR);
        NDArray kept = TrustRegion.within(tokens, threshold);
        return batch.aggregate(PrimeDppoKl.perToken(tokens, kept, advantageTau, klTau), aggregation);
    }
}
