package org.reason4j.sampler.tree;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
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
        List<Credit> credits = new ArrayList<>();
        int incomplete = 0;
        for (ScoredGroup group : groups) {
            List<Trajectory> responses = group.trajectories().stream()
                    .map(ScoredTrajectory::trajectory)
                    .toList();
            Optional<Tree> tree = Tree.of(responses);
            incomplete += tree.isPresent() ? 0 : 1;
            tree.ifPresent(whole -> credits.addAll(credit(whole, responses, group.rewards())));
        }
        metrics.add("tree/incomplete_groups", incomplete);
        return credits;
    }

    private List<Credit> credit(Tree tree, List<Trajectory> responses, double[] rewards) {
        double[] nodes = NodeReward.of(tree, NodeReward.leaveOneOut(rewards));
        if (config.centre()) {
            List<boolean[]> learned =
                    responses.stream().map(Trajectory::learned).toList();
            nodes = NodeReward.centred(nodes, NodeReward.leaves(tree), NodeReward.tokens(tree, learned));
        }
        List<float[]> advantages =
                responses.stream().map(response -> new float[response.length()]).toList();
        for (int node = 0; node < nodes.length; node++) {
            Segment segment = tree.segments().get(node);
            Arrays.fill(advantages.get(segment.leaf()), segment.from(), segment.to(), (float) nodes[node]);
        }
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            credits.add(Credit.of(responses.get(i), advantages.get(i)));
        }
        return credits;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
