package org.reason4j.sampler.tree.segment;

import static java.util.Arrays.stream;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.sampler.tree.Segment;
import org.reason4j.sampler.tree.Tree;

/**
 * Advantage of each leaf of a tree among the leaves below each of its ancestors.
 *
 * <p>{@code A_i = sum over g of w_g (R_i - mean of R in g) / sum over g of w_g}, over the sub-groups {@code g} that leaf {@code i}
 * belongs to: all leaves, and those below each segment that the response goes through and that others share. {@code w_g} is the
 * size of the sub-group, or 1.
 *
 * @see <a href="https://arxiv.org/abs/2508.17445">TreePO, section 2.3, equations 4 to 6</a>
 */
final class SubGroupAdvantage {

    private SubGroupAdvantage() {}

    /**
     * Returns the advantage of each leaf, {@code [G]}.
     *
     * @param rewards of the leaves, {@code [G]}
     * @param subGroups indices of the leaves of each sub-group
     * @param bySize true to weigh a sub-group by its size, false to weigh all alike
     * @param skipFlat true to leave out sub-groups whose rewards are equal
     */
    static double[] of(double[] rewards, List<List<Integer>> subGroups, boolean bySize, boolean skipFlat) {
        double[] sums = new double[rewards.length];
        double[] weights = new double[rewards.length];
        for (List<Integer> group : subGroups) {
            double[] own = group.stream().mapToDouble(i -> rewards[i]).toArray();
            boolean flat = stream(own).allMatch(reward -> reward == own[0]);
            double mean = flat ? own[0] : stream(own).sum() / own.length;
            double weight = group.size() < 2 || (flat && skipFlat) ? 0 : bySize ? group.size() : 1;
            for (int i : group) {
                sums[i] += weight * (rewards[i] - mean);
                weights[i] += weight;
            }
        }
        double[] advantages = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            advantages[i] = weights[i] > 0 ? sums[i] / weights[i] : 0;
        }
        return advantages;
    }

    /** The sub-groups of a tree: all leaves, and those below each segment that others follow; each set of leaves once. */
    static List<List<Integer>> subGroups(Tree tree) {
        List<Segment> segments = tree.segments();
        List<List<Integer>> below = new ArrayList<>();
        segments.forEach(segment -> below.add(new ArrayList<>()));
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < tree.ends().length; i++) {
            all.add(i);
            for (int node = tree.ends()[i];
                    node != Segment.PROMPT;
                    node = segments.get(node).parent()) {
                below.get(node).add(i);
            }
        }
        List<List<Integer>> groups = new ArrayList<>(List.of(all));
        below.stream().filter(leaves -> leaves.size() > 1).forEach(groups::add);
        return groups.stream().distinct().toList();
    }
}
