package org.reason4j.sampler.tree;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;

/**
 * Edge advantages: every token has the advantage of its segment, {@link EdgeAdvantage}, with PPO's clipped objective.
 *
 * <p>Leaves without a score do not count in values. A group that misses the parent of a branch is left out and counted
 * as {@code tree/incomplete_groups}.
 *
 * @see <a href="https://arxiv.org/abs/2406.03816">ReST-MCTS*</a>
 */
public final class TreeEdge implements PolicyOptimizer {

    private final TreeEdgeConfig config;
    private final Metrics metrics;

    /** Created by core, from the optimizer's settings. */
    public TreeEdge(TreeEdgeConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2).withWholeGroups();
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return NodeCredit.of(groups, this::nodes, metrics);
    }

    private double[] nodes(Tree tree, List<Trajectory> responses, double[] rewards) {
        return switch (config.values()) {
            case LEAVES ->
                EdgeAdvantage.of(
                        tree,
                        NodeReward.values(tree, rewards, NodeReward.leaves(tree)),
                        Arrays.stream(rewards).average().orElse(0));
            case QUALITY -> EdgeAdvantage.of(tree, QualityValue.of(tree, rewards), 0);
        };
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
