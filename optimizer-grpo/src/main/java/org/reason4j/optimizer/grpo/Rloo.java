package org.reason4j.optimizer.grpo;

import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.SequenceRatio;

/**
 * REINFORCE with a leave-one-out baseline: a response is compared with the mean of its siblings and is one action, whose
 * ratio is that of whole responses. {@link Estimate} and {@link SequenceRatio}; the mean is
 * over responses.
 *
 * <p>At the first update of a step the ratio is 1 and the gradient that of REINFORCE, {@code -A} on every token over the
 * number of responses. The divergence from the reference is the regularizer {@code kl} in the reward, with {@code K1} and
 * 0.03 to 0.05.
 *
 * <p>Advantages that differ within a response act by their mean: so does a token-level importance weight on them.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high} and
 * {@code policy/ratio_mean} of the response's ratio, and {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2402.14740">Back to Basics, section 3</a>
 */
public record Rloo(RlooConfig config) implements CriticFreeOptimizer {

    @Override
    public PolicyGradientConfig parts() {
        return config.parts();
    }
}
