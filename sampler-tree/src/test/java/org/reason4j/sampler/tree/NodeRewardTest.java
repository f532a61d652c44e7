package org.reason4j.sampler.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Trees.CHAIN;
import static org.reason4j.sampler.tree.Trees.branch;
import static org.reason4j.sampler.tree.Trees.trunk;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

class NodeRewardTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    /** Two trees: of 0 and its branch 1, and of 2 and its branches 3 and 4; each forks at its token 2. */
    private static final List<Trajectory> WORKED =
            List.of(trunk(0, 4), branch(1, 5, 0, 2), trunk(2, 3), branch(3, 4, 2, 2), branch(4, 6, 2, 2));

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("treerl-step-reward");
        double[] values = NodeReward.leaveOneOut(row(vector.at("/inputs/leaf_rewards")));
        assertThat(values).containsExactly(row(vector.at("/expected/leaf_loo")), CLOSE);

        Tree tree = Tree.of(WORKED).orElseThrow();
        int a = 0; // the first segment of response 0
        int b = 3; // that of response 2, after both of 0 and the one of 1
        assertThat(tree.segments().get(a)).isEqualTo(new Segment(0, 0, 2, Segment.PROMPT));
        assertThat(tree.segments().get(b)).isEqualTo(new Segment(2, 0, 2, Segment.PROMPT));
        double[] nodes = NodeReward.values(tree, values, NodeReward.leaves(tree));
        assertThat(nodes[a]).isCloseTo(vector.at("/expected/node_value/A").asDouble(), CLOSE);
        assertThat(nodes[b]).isCloseTo(vector.at("/expected/node_value/B").asDouble(), CLOSE);

        double[] rewards = NodeReward.of(tree, values);
        assertThat(rewards[a]).isCloseTo(vector.at("/expected/node_reward/A").asDouble(), CLOSE);
        assertThat(rewards[b]).isCloseTo(vector.at("/expected/node_reward/B").asDouble(), CLOSE);
        double[] leaves = row(vector.at("/expected/leaf_reward"));
        for (int i = 0; i < leaves.length; i++) {
            assertThat(rewards[tree.ends()[i]]).isCloseTo(leaves[i], CLOSE);
        }
    }

    @Test
    void aMeanOverTokensCountsEachOnceForEveryLeafBelow() {
        // rewards 1 and -1; 2 leaves * 3 tokens and 1 leaf * 2 tokens: mean (6 - 2) / 8
        assertThat(NodeReward.centred(new double[] {1, -1}, new int[] {2, 1}, new int[] {3, 2}))
                .containsExactly(0.5, -1.5);
        assertThat(NodeReward.centred(new double[] {1}, new int[] {1}, new int[] {0}))
                .containsExactly(1);
    }

    @Test
    void equalRewardsAndASingleLeafAreWorthNothing() {
        assertThat(NodeReward.leaveOneOut(0.1, 0.1, 0.1)).containsExactly(0, 0, 0);
        assertThat(NodeReward.leaveOneOut(5)).containsExactly(0);
    }

    @Test
    void aBranchFromWhatItsParentSharesLeavesTheOneThatWroteIt() {
        // 1 leaves 0 at 4; 2 names 1, but at 2, and 3 names 2 at 4, which 2 wrote itself
        List<Trajectory> responses = List.of(trunk(0, 6), branch(1, 6, 0, 4), branch(2, 6, 1, 2), branch(3, 6, 2, 4));
        Tree tree = Tree.of(responses).orElseThrow();
        assertThat(tree.segments())
                .containsExactly(
                        new Segment(0, 0, 2, Segment.PROMPT),
                        new Segment(0, 2, 4, 0),
                        new Segment(0, 4, 6, 1),
                        new Segment(1, 4, 6, 1),
                        new Segment(2, 2, 4, 0),
                        new Segment(2, 4, 6, 4),
                        new Segment(3, 4, 6, 4));
    }

    @Test
    void aBranchFromTheVeryBeginningIsATreeOfItsOwn() {
        Tree tree = Tree.of(List.of(trunk(0, 3), branch(1, 2, 0, 0))).orElseThrow();
        assertThat(tree.segments())
                .containsExactly(new Segment(0, 0, 3, Segment.PROMPT), new Segment(1, 0, 2, Segment.PROMPT));
    }

    @Test
    void aBranchWhoseParentIsMissingHasNoPlace() {
        assertThat(Tree.of(List.of(trunk(0, 3), branch(2, 4, 1, 2)))).isEmpty();
    }

    /** Follows every token by itself, which knows nothing of segments. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyTokensRewardIsThatOfTheLeavesThatReadIt(long seed) {
        EpTreeConfig config = new EpTreeConfig(2, 2, 3, 2, 0, List.of());
        List<Trajectory> leaves = Trees.grown(config, new MarkovEngine(seed, CHAIN), 20, new RecordedMetrics());
        Random random = new Random(seed);
        double[] values = NodeReward.leaveOneOut(
                leaves.stream().mapToDouble(leaf -> random.nextInt(3)).toArray());
        Tree tree = Tree.of(leaves).orElseThrow();
        double[] rewards = NodeReward.of(tree, values);

        List<List<Token>> paths =
                leaves.stream().map(leaf -> path(leaf, leaves)).toList();
        double root = mean(values, all(leaves.size()));
        for (int node = 0; node < rewards.length; node++) {
            Segment segment = tree.segments().get(node);
            for (int t = segment.from(); t < segment.to(); t++) {
                Set<Integer> readers = readers(paths, new Token(segment.leaf(), t));
                double value = mean(values, readers);
                double above = t == 0 ? root : above(paths, values, readers, segment.leaf(), t, root);
                assertThat(rewards[node])
                        .as("seed %s, token %s of %s", seed, t, segment)
                        .isCloseTo((value - root + value - above) / Math.sqrt(readers.size()), within(1e-9));
            }
        }
    }

    /** A token by the response that wrote it. */
    private record Token(int leaf, int t) {}

    private static List<Token> path(Trajectory leaf, List<Trajectory> leaves) {
        List<Token> path = new ArrayList<>();
        for (int t = 0; t < leaf.length(); t++) {
            Trajectory writer = leaf;
            while (writer.branch().isPresent()
                    && t < writer.branch().map(Branch::at).orElseThrow()) {
                writer = leaves.get(writer.branch().get().parent());
            }
            path.add(new Token(writer.sample(), t));
        }
        return path;
    }

    private static Set<Integer> readers(List<List<Token>> paths, Token token) {
        Set<Integer> readers = new HashSet<>();
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).contains(token)) {
                readers.add(i);
            }
        }
        return readers;
    }

    /** The value where more leaves, the fewest of those, read the token before: the parent's. */
    private static double above(
            List<List<Token>> paths, double[] values, Set<Integer> readers, int leaf, int t, double root) {
        return paths.get(leaf).subList(0, t).stream()
                .map(token -> readers(paths, token))
                .filter(wider -> wider.size() > readers.size())
                .min(Comparator.comparingInt(Set::size))
                .map(wider -> mean(values, wider))
                .orElse(root);
    }

    private static Set<Integer> all(int size) {
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < size; i++) {
            all.add(i);
        }
        return all;
    }

    private static double mean(double[] values, Set<Integer> of) {
        return of.stream().mapToDouble(i -> values[i]).average().orElseThrow();
    }
}
