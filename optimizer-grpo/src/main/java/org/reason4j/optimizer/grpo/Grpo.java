package org.reason4j.optimizer.grpo;

import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Clip;

/**
 * Group relative policy optimization: {@link Estimate} of the group and {@link Clip}, whose metrics it reports.
 *
 * <p>Every preset requires at least two responses per prompt. {@link GrpoConfig#singleton} applies to groups that
 * shrink to one response because the scores of the others are missing.
 */
public record Grpo(GrpoConfig config) implements CriticFreeOptimizer {

    @Override
    public PolicyGradientConfig parts() {
        return config.parts();
    }
}
