package org.reason4j.sampler.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Metrics;

/**
 * Credits that give every token what its segment is given.
 *
 * <p>A group that misses the parent of a branch is left out and counted as {@code tree/incomplete_groups}.
 */
public final class NodeCredit {

    private NodeCredit() {}

    /** A rule for the segments of a tree. */
    @FunctionalInterface
    public interface Rule {

        /**
         * Returns what each segment is given.
         *
         * @param responses the responses, {@code [G]}
         * @param rewards their rewards, {@code [G]}
         */
        double[] of(Tree tree, List<Trajectory> responses, double[] rewards);
    }

    /** Credits groups by a rule. */
    public static List<Credit> of(List<ScoredGroup> groups, Rule rule, Metrics metrics) {
        List<Credit> credits = new ArrayList<>();
        int incomplete = 0;
        for (ScoredGroup group : groups) {
            List<Trajectory> responses = group.trajectories().stream()
                    .map(ScoredTrajectory::trajectory)
                    .toList();
            Optional<Tree> tree = Tree.of(responses);
            incomplete += tree.isPresent() ? 0 : 1;
            tree.ifPresent(
                    whole -> credits.addAll(credits(whole, responses, rule.of(whole, responses, group.rewards()))));
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
