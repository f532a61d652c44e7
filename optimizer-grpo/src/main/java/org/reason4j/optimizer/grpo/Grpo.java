package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Group relative policy optimization: {@link GroupRelativeAdvantage} and {@link ClippedSurrogate}, combined by {@link
 * ClippedPolicyGradient}, whose metrics it reports.
 *
 * <p>Every preset requires at least two responses per prompt. {@link GrpoConfig#singleton} applies to groups that
 * shrink to one response because the scores of the others are missing.
 */
public final class Grpo implements CriticFreeOptimizer {

    private final ClippedPolicyGradient parts;

    public Grpo(GrpoConfig config) {
        parts = new ClippedPolicyGradient(config.parts());
    }

    @Override
    public AdvantageConfig advantage() {
        return parts.advantage();
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return parts.loss(batch);
    }
}
