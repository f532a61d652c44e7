package org.reason4j.optimizer.grpo;

import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Gmpo;

/**
 * Geometric-mean policy optimization: the mean of a response's ratios is geometric, so that no single token dominates it.
 * {@link Estimate} and {@link Gmpo}; the mean is over responses (equation 4).
 *
 * <p>Advantages that differ within a response act by their mean: so does a token-level importance weight on them.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}: {@code A < 0} and the token's log-ratio
 * below {@code -clipLow}, where its gradient is 0; {@code policy/clip_fraction_high}: {@code A > 0} and above
 * {@code clipHigh}, likewise; {@code policy/ratio_mean}, of tokens; {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2507.20673">GMPO, equation 4</a>
 */
public record GmpoOptimizer(GmpoConfig config) implements CriticFreeOptimizer {

    @Override
    public PolicyGradientConfig parts() {
        return config.parts();
    }
}
