package org.reason4j.sampler.tree.segment;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.IntPredicate;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.sampler.tree.EdgeAdvantage;
import org.reason4j.sampler.tree.NodeCredit;
import org.reason4j.sampler.tree.Tree;

/**
 * SPO-tree: {@link EdgeAdvantage} of {@link ChildMeans} with PPO's clipped objective. Segments whose advantage is 0 are not learned, and of the others only
 * the tokens that the policy was not sure of.
 *
 * <p>Leaves without a score do not count in values. A token that leaves share enters the loss once, in the leaf that wrote it.
 *
 * <p>Metric: {@code tree/learned_ratio}, share of the tokens that the policy wrote that are left.
 */
public final class SpoTreeOptimizer implements PolicyOptimizer {

    private final SpoTreeAdvantageConfig config;
    private final Metrics metrics;

    /** Created by core, from the optimizer's settings. */
    public SpoTreeOptimizer(SpoTreeAdvantageConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS)
                .and(Requirements.streams(TokenStream.BEHAVIOUR_LOGPROBS))
                .groupsOf(2)
                .withWholeGroups();
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return TokenMask.keep(NodeCredit.of(groups, this::edges, metrics), this::kept, metrics);
    }

    private double[] edges(Tree tree, List<Trajectory> responses, double[] rewards) {
        return edges(tree, rewards, config.normalised());
    }

    /** Advantage of each segment; the normalised form divides by the deviation of its siblings. */
    static double[] edges(Tree tree, double[] rewards, boolean normalised) {
        ChildMeans means = new ChildMeans(tree, rewards);
        double[] edges = EdgeAdvantage.of(tree, means.values(), means.root());
        double[] deviations = means.deviations();
        for (int node = 0; node < edges.length; node++) {
            edges[node] /= normalised ? deviations[node] : 1;
        }
        return edges;
    }

    private IntPredicate kept(Credit credit) {
        Trajectory response = credit.trajectory();
        float[] logprobs = response.stream(TokenStream.BEHAVIOUR_LOGPROBS);
        return t -> TokenMask.isUnlikely(response, logprobs, t, config.probabilityBelow()) && credit.advantage(t) != 0;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
