package org.reason4j.agents.credit;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * Hierarchical GRPO for proposers and solvers, by {@link HierarchicalAdvantage}, and a clipped policy gradient. The sampler says by
 * the fields {@code role}, {@code episode} and {@code task} of its prompts which responses belong together; a prompt without them
 * is a set of its own.
 *
 * <p>Metrics: those of {@link ClippedObjective}.
 *
 * @see <a href="https://github.com/PrimeIntellect-ai/prime-rl">prime-rl, orchestrator/algo/hierarchical_grpo.py</a>
 */
public final class HierarchicalGrpo implements PolicyOptimizer {

    private final HierarchicalGrpoConfig config;
    private final ClippedObjective objective;

    public HierarchicalGrpo(HierarchicalGrpoConfig config) {
        this.config = config;
        objective = ClippedObjective.of(config.clipLow(), config.clipHigh(), config.aggregation());
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return HierarchicalAdvantage.of(groups, config.episodeRoles());
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return objective.loss(batch);
    }
}
