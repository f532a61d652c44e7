package org.reason4j.sampler.tree.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Metrics;
import org.reason4j.sampler.tree.Segment;
import org.reason4j.sampler.tree.Tree;

/** Credits of trees whose segments have one advantage each. */
final class SegmentCredits {

    private SegmentCredits() {}

    /**
     * Credits every group, in the leaf that wrote a segment. A group that misses the parent of a branch is left out and counted as
     * {@code tree/incomplete_groups}, because the shared tokens are missing with it.
     *
     * @param advantages of a tree's segments, from its leaves' rewards
     */
    static List<Credit> of(List<ScoredGroup> groups, BiFunction<Tree, double[], double[]> advantages, Metrics metrics) {
        List<Credit> credits = new ArrayList<>();
        int incomplete = 0;
        for (ScoredGroup group : groups) {
            List<Trajectory> responses = group.trajectories().stream()
                    .map(ScoredTrajectory::trajectory)
                    .toList();
            Optional<Tree> tree = Tree.of(responses);
            incomplete += tree.isPresent() ? 0 : 1;
            tree.ifPresent(
                    whole -> credits.addAll(credits(whole, responses, advantages.apply(whole, group.rewards()))));
        }
        metrics.add("tree/incomplete_groups", incomplete);
        return credits;
    }

    private static List<Credit> credits(Tree tree, List<Trajectory> responses, double[] nodes) {
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
}
