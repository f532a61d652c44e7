package org.reason4j.optimizer.grpo.loss;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.AnchoredMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.TrustRegion;

/**
 * Divergence proximal policy optimization by total variation: {@link TrustRegion#byVariation} says which tokens are learned
 * from, {@link TrustRegion.Form} how. The ratio is to the policy that sampled. Dropped tokens stay in the denominator.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/masked_share}, the share that is dropped; {@code
 * policy/ratio_mean}; {@code policy/kl_behaviour}.
 *
 * @param low how far the probability of a token with a negative advantage may fall, above 0
 * @param high how far that of a token with a positive advantage may rise, above 0
 * @param form the loss of a token that is kept
 * @param maxRatio largest weight of a token, at least 1; with {@code form} {@code WEIGHTED} only
 * @see <a href="https://arxiv.org/abs/2602.04879">DPPO, equation 13</a>
 */
public record DppoTv(double low, double high, TrustRegion.Form form, double maxRatio) implements PolicyLoss {

    /** The bounds of verl's example, and its largest weight where none is set. */
    public static final DppoTv DEFAULTS = new DppoTv(0.15, 0.15, TrustRegion.Form.WEIGHTED, 20);

    public DppoTv {
        TrustRegion.validate("dppo-tv", low, high);
        TrustRegion.validateRatio("dppo-tv", maxRatio);
    }

    @Override
    public Requirements requirements() {
        return Anchor.BEHAVIOUR.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, Anchor.BEHAVIOUR);
        NDArray ratio = tokens.logRatio(20).exp();
        NDArray kept = TrustRegion.byVariation(tokens, low, high);
        AnchoredMetrics.report(tokens, ratio, Anchor.BEHAVIOUR);
        batch.metric("policy/masked_share", kept.neg().add(1));
        return batch.aggregate(form.perToken(tokens, ratio, maxRatio).mul(kept), aggregation);
    }
}
