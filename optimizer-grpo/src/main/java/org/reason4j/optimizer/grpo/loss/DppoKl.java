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
 * Divergence proximal policy optimization by the divergence of two outcomes: {@link TrustRegion#byDivergence} says which
 * tokens are learned from, {@link TrustRegion.Form} how. The ratio is to the policy that sampled. Dropped tokens stay in the
 * denominator.
 *
 * <p>Metrics: those of {@link DppoTv}.
 *
 * @param low largest divergence of a token with a negative advantage that became less likely, in nats, above 0
 * @param high largest divergence of a token with a positive advantage that became likelier, in nats, above 0
 * @param form the loss of a token that is kept
 * @param maxRatio largest weight of a token, at least 1; with {@code form} {@code WEIGHTED} only
 * @see <a href="https://arxiv.org/abs/2602.04879">DPPO, equation 14</a>
 */
public record DppoKl(double low, double high, TrustRegion.Form form, double maxRatio) implements PolicyLoss {

    /** The bounds of verl's example, and its largest weight where none is set. */
    public static final DppoKl DEFAULTS = new DppoKl(0.05, 0.05, TrustRegion.Form.WEIGHTED, 20);

    public DppoKl {
        TrustRegion.validate("dppo-kl", low, high);
        TrustRegion.validateRatio("dppo-kl", maxRatio);
    }

    @Override
    public Requirements requirements() {
        return Anchor.BEHAVIOUR.requirements();
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch, Anchor.BEHAVIOUR);
        NDArray ratio = tokens.logRatio(20).exp();
        NDArray kept = TrustRegion.byDivergence(tokens, low, high);
        AnchoredMetrics.report(tokens, ratio, Anchor.BEHAVIOUR);
        batch.metric("policy/masked_share", kept.neg().add(1));
        return batch.aggregate(form.perToken(tokens, ratio, maxRatio).mul(kept), aggregation);
    }
}
