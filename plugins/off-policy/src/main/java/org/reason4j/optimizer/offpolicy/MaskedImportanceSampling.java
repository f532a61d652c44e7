package org.reason4j.optimizer.offpolicy;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;

/**
 * Multiplies each advantage by its importance weight where that lies in a range, and by 0 elsewhere: what the sampling
 * distribution and the policy in training disagree on too much teaches nothing. A token or response with weight 0 stays in the
 * denominators of the loss. Weights and when they suit an optimizer: {@link TruncatedImportanceSampling}.
 *
 * <p>With the policy's log-probabilities of the step's start as the proximal policy, {@code low: 0}, {@code high: 5} and a clipped
 * loss, it is AReaL's decoupled PPO.
 *
 * <p>Metrics: {@code mismatch/raw_*}, {@code weight_*}, {@code ess} and {@code kl_*} as those of {@link
 * TruncatedImportanceSampling}, and {@code mismatch/masked_share}, the share of weights outside the range.
 *
 * @see <a href="https://arxiv.org/abs/2510.18855">IcePop (Ring-1T), section 3.2</a>
 * @see <a href="https://arxiv.org/abs/2505.24298">AReaL, section 5.2</a>
 */
public final class MaskedImportanceSampling implements CreditShaper {

    private final WeightedCredits weights;

    public MaskedImportanceSampling(MaskedImportanceSamplingConfig config, Metrics metrics) {
        weights = new WeightedCredits(
                config.level(),
                weight -> weight >= config.low() && weight <= config.high() ? weight : 0,
                false,
                "mismatch/masked_share",
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
