package org.reason4j.optimizer.grpo;

import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Cispo;

/**
 * Clipped importance-sampling policy optimization: bounds the weight of a token but keeps its gradient, so that rare
 * and important tokens, such as a change of mind, are learned at every update. {@link Estimate} and {@link
 * Cispo}.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/weight_bounded}, the share whose ratio is outside the bounds;
 * {@code policy/ratio_mean}; {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2506.13585">MiniMax-M1, equations 4 and 5</a>
 */
public record CispoOptimizer(CispoConfig config) implements CriticFreeOptimizer {

    @Override
    public PolicyGradientConfig parts() {
        return config.parts();
    }
}
