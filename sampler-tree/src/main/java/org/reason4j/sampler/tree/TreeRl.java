package org.reason4j.sampler.tree;

import ai.djl.ndarray.NDArray;
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
 * TreeRL: every token has the advantage of its segment, {@link NodeReward}, with PPO's clipped objective.
 *
 * <p>Leaves without a score do not count in values. A group that misses the parent of a branch is left out and counted
 * as {@code tree/incomplete_groups}, because the shared tokens are missing with it. Groups without branches are trees
 * of whole responses.
 */
public final class TreeRl implements PolicyOptimizer {

    private final TreeRlConfig config;
    private final Metrics metrics;

    /** Created by core, from the optimizer's settings. */
    public TreeRl(TreeRlConfig config, Metrics metrics) {
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
        double[] nodes = NodeReward.of(tree, NodeReward.leaveOneOut(rewards));
        if (!config.centre()) {
            return nodes;
        }
        List<boolean[]> learned = responses.stream().map(Trajectory::learned).toList();
        return NodeReward.centred(nodes, NodeReward.leaves(tree), NodeReward.tokens(tree, learned));
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
