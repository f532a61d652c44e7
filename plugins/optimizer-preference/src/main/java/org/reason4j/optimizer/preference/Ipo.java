package org.reason4j.optimizer.preference;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;

/**
 * Identity preference optimization: {@code (h - 1 / (2 beta))^2} with the margin {@code h = log(pi / pi_ref)(chosen) - log(pi /
 * pi_ref)(rejected)}; the mean over pairs. The margin has a target, which a pair that is certain does not exceed.
 *
 * <p>Metrics: {@code preference/accuracy}, {@code preference/margin} ({@code beta h}), {@code preference/reward_chosen}, {@code
 * preference/reward_rejected}.
 *
 * @param beta strength of the pull to the reference policy, positive; the target of the margin is {@code 1 / (2 beta)}
 * @param lengthAveraged whether log-probabilities are means over a response's tokens, as in TRL, or sums, as in the paper
 * @see <a href="https://arxiv.org/abs/2310.12036">IPO, equation 17</a>
 */
public record Ipo(double beta, boolean lengthAveraged) implements PairLoss {

    /** As in TRL. */
    public static final Ipo DEFAULTS = new Ipo(0.1, true);

    public Ipo {
        check(beta > 0 && Double.isFinite(beta), "ipo.beta must be positive, got %s", beta);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray sums = batch.rowSums(ImplicitReward.perToken(batch, 1));
        NDArray ratios = lengthAveraged ? sums.div(batch.lengths().maximum(1)) : sums;
        NDArray margins = batch.pairDifferences(ratios);
        NDArray constant = margins.stopGradient();
        ImplicitReward.report(batch, ratios.stopGradient().mul(beta));
        batch.share("preference/accuracy", batch.pairMean(ImplicitReward.wins(constant)));
        batch.share("preference/margin", batch.pairMean(constant.mul(beta)));
        return batch.pairMean(margins.sub(1 / (2 * beta)).square());
    }
}
