package org.reason4j.sampler.tree.segment;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.Whitening;
import org.reason4j.api.track.Metrics;
import org.reason4j.sampler.tree.NodeCredit;
import org.reason4j.sampler.tree.NodeReward;
import org.reason4j.sampler.tree.Tree;

/**
 * TreePO's advantages, {@link SubGroupAdvantage}, with PPO's clipped objective.
 *
 * <p>A token that leaves share enters the loss once, in the leaf that wrote it, with the mean of their advantages. Leaves without a
 * score do not count. Groups without branches are compared as a whole.
 */
public final class TreePoOptimizer implements PolicyOptimizer {

    private final TreePoAdvantageConfig config;
    private final Metrics metrics;

    /** Created by core, from the optimizer's settings. */
    public TreePoOptimizer(TreePoAdvantageConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2).withWholeGroups();
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = NodeCredit.of(groups, this::advantages, metrics);
        return config.whiten() ? Whitening.ofCredits(credits) : credits;
    }

    private double[] advantages(Tree tree, List<Trajectory> responses, double[] rewards) {
        double[] leaves = SubGroupAdvantage.of(
                rewards,
                SubGroupAdvantage.subGroups(tree),
                config.weights() == TreePoAdvantageConfig.Weights.SIZE,
                config.skipFlat());
        return NodeReward.values(tree, leaves, NodeReward.leaves(tree));
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
