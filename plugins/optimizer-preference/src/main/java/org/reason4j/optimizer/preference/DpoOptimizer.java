package org.reason4j.optimizer.preference;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;

/** {@link Dpo} on {@link GivenPairs}: the optimizer named {@code dpo}. Rewards play no part. */
public record DpoOptimizer(Dpo config, Metrics metrics) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return GivenPairs.REQUIREMENTS;
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return GivenPairs.credits(groups, metrics);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.loss(batch);
    }
}
