package org.reason4j.optimizer.grpo;

import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Gspo;

/**
 * Group sequence policy optimization: the clip acts on whole responses, because a reward is given to whole responses. {@link
 * Estimate} and {@link Gspo}.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high} and
 * {@code policy/ratio_mean} of the response's ratio, and {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2507.18071">GSPO, equations 5, 7 and 14</a>
 */
public record GspoOptimizer(GspoConfig config) implements CriticFreeOptimizer {

    @Override
    public PolicyGradientConfig parts() {
        return config.parts();
    }
}
