package org.reason4j.agents.credit;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Metrics;

/**
 * Role-conditioned advantage estimation, by {@link RoleBaselines}, and a clipped policy gradient. The averages are in the
 * checkpoint.
 *
 * <p>Metrics: {@code rae/baseline}, the mean of all averages after the step; {@code rae/spread}, the largest less the smallest; and
 * those of {@link ClippedObjective}.
 *
 * @see <a href="https://arxiv.org/abs/2506.24119">SPIRAL, section 3.3</a>
 */
public final class Rae implements PolicyOptimizer, Stateful {

    private static final String AVERAGES = "averages";

    private final RoleBaselines baselines;
    private final ClippedObjective objective;
    private final Metrics metrics;

    public Rae(RaeConfig config, Metrics metrics) {
        baselines = new RoleBaselines(config.decay(), config.initial(), config.by());
        objective = ClippedObjective.of(config.clipLow(), config.clipHigh(), config.aggregation());
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = baselines.credits(groups);
        var averages = baselines.averages().values().stream()
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        if (averages.getCount() > 0) {
            metrics.mean("rae/baseline", averages.getAverage());
            metrics.mean("rae/spread", averages.getMax() - averages.getMin());
        }
        return credits;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return objective.loss(batch);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(AVERAGES, baselines.averages());
    }

    @Override
    public void restore(Map<String, Object> state) {
        baselines.restore(state.getOrDefault(AVERAGES, ""));
    }
}
