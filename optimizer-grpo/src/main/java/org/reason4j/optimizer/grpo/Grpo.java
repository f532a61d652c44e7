package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * Group relative policy optimization: {@link GroupRelativeAdvantage} and {@link ClippedSurrogate}, put together as a {@link
 * ClippedPolicyGradient}, whose metrics it reports.
 *
 * <p>A recipe must sample at least two responses per prompt, whatever the preset: a group of one has nothing to be
 * relative to. {@link GrpoConfig#singleton} decides about groups that shrink to one response because the scores of the
 * others are missing.
 */
public final class Grpo implements PolicyOptimizer {

    private final PolicyOptimizer parts;

    public Grpo(GrpoConfig config) {
        parts = new ClippedPolicyGradient(config.parts());
    }

    @Override
    public Requirements requirements() {
        return parts.requirements();
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return parts.credit(groups);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return parts.loss(batch);
    }
}
