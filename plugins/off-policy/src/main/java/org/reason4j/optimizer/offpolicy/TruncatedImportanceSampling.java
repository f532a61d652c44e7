package org.reason4j.optimizer.offpolicy;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;

/**
 * Corrects for responses that were sampled from another distribution than that of the policy at the step's start: by
 * other kernels, by older weights, or after top-k, top-p and min-p. Multiplies each advantage by {@code min(w, cap)},
 * with {@code w} from {@link ImportanceWeights}.
 *
 * <p>The weight is a constant factor of the loss. It may be applied to the advantage instead if the loss scales with a
 * token's advantage, as do PPO's clip with all its bounds, GSPO in its token form and CISPO. RLOO and GMPO have one
 * advantage per response, the mean over its tokens; with weights per token a response is weighted by their mean, so
 * choose {@code level: SEQUENCE} there. Losses that read only the sign of an advantage, or add to it, are not
 * corrected.
 *
 * <p>Which tokens count: {@link WeightedCredits}.
 *
 * <p>Metrics; weights are those of tokens or of responses, by {@code level}:
 *
 * <ul>
 *   <li>{@code mismatch/raw_weight_mean}, {@code raw_weight_max}, {@code raw_ess}: of weights before truncation; the last is
 *       the effective sample size as a share
 *   <li>{@code mismatch/weight_mean}, {@code weight_max}, {@code ess}: after truncation, before normalisation
 *   <li>{@code mismatch/truncated_share}: share of weights above the cap
 *   <li>{@code mismatch/kl_k1}, {@code kl_k3}, {@code kl_k3_max}: {@link MismatchDivergence} over learned tokens
 * </ul>
 *
 * @see <a href="https://fengyao.notion.site/off-policy-rl">Your efficient RL framework secretly brings you off-policy RL
 *     training: truncated importance sampling</a>
 */
public final class TruncatedImportanceSampling implements CreditShaper {

    private final WeightedCredits weights;

    public TruncatedImportanceSampling(ImportanceSamplingConfig config, Metrics metrics) {
        weights = new WeightedCredits(
                config.level(),
                weight -> Math.min(weight, config.cap()),
                config.normalised(),
                "mismatch/truncated_share",
                metrics);
    }

    @Override
    public Requirements requirements() {
        return weights.requirements();
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        return weights.shape(credits);
    }
}
