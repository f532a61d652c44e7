package org.reason4j.sampler.tree.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Trees.PROMPT;
import static org.reason4j.sampler.tree.Trees.branch;
import static org.reason4j.sampler.tree.Trees.trunk;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.Whitening;
import org.reason4j.sampler.tree.Tree;
import org.reason4j.testkit.RecordedMetrics;

class SegmentCreditTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    /** A tree of the worked examples: 0 and its branch 1, 2 and its branch 3, each at token 1. */
    private static final List<Trajectory> TWO_AND_TWO =
            List.of(trunk(0, 2), branch(1, 2, 0, 1), trunk(2, 2), branch(3, 2, 2, 1));

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static TreePoAdvantageConfig treePo(
            boolean skipFlat, boolean whiten, TreePoAdvantageConfig.Weights weights) {
        return new TreePoAdvantageConfig(weights, skipFlat, whiten, 0.2, 0.2, LossAggregation.TOKEN_MEAN);
    }

    private static ScoredGroup group(List<Trajectory> leaves, double... rewards) {
        List<ScoredTrajectory> scored = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            scored.add(ScoredTrajectory.of(leaves.get(i), rewards[i]));
        }
        return ScoredGroup.of(PROMPT, scored);
    }

    @Test
    void theWorkedExampleOfSubGroupsIsReproduced() throws IOException {
        JsonNode vector = vector("treepo-advantage");
        double[] rewards = row(vector.at("/inputs/rewards"));
        List<List<Integer>> groups =
                SubGroupAdvantage.subGroups(Tree.of(TWO_AND_TWO).orElseThrow());
        assertThat(groups).containsExactlyInAnyOrder(List.of(0, 1, 2, 3), List.of(0, 1), List.of(2, 3));
        double[] bySize = SubGroupAdvantage.of(rewards, groups, true, false);
        assertThat(bySize).containsExactly(row(vector.at("/expected/group_size_weighted")), CLOSE);
        assertThat(SubGroupAdvantage.of(rewards, groups, false, false))
                .containsExactly(row(vector.at("/expected/averaged")), CLOSE);
        // every leaf has two tokens, all of them learned, as where nothing is shared
        List<double[]> whitened = Whitening.of(Arrays.stream(bySize)
                .mapToObj(advantage -> new double[] {advantage, advantage})
                .toList());
        for (int i = 0; i < rewards.length; i++) {
            assertThat(whitened.get(i))
                    .containsExactly(row(vector.at("/expected/group_size_weighted_whitened/" + i)), within(1e-5));
        }
    }

    @Test
    void aSharedTokenHasTheMeanAdvantageOfItsLeaves() {
        // leaves: 1/3, -2/3, 1/6, 1/6; the first tokens: (1/3 - 2/3) / 2 and 1/6
        List<Credit> credits = new TreePoOptimizer(treePo(false, false, TreePoAdvantageConfig.Weights.SIZE), metrics)
                .credit(List.of(group(TWO_AND_TWO, 1, 0, 1, 1)));
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {-1f / 6, 1f / 3}, within(1e-6f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {0, -2f / 3}, within(1e-6f));
        assertThat(credits.get(2).advantages()).containsExactly(new float[] {1f / 6, 1f / 6}, within(1e-6f));
        assertThat(credits.get(3).advantages()).containsExactly(new float[] {0, 1f / 6}, within(1e-6f));
    }

    @Test
    void flatSubGroupsMayBeLeftOut() {
        // leaves 2 and 3 are compared with all alone: 1 - 3/4
        List<Credit> credits = new TreePoOptimizer(treePo(true, false, TreePoAdvantageConfig.Weights.EQUAL), metrics)
                .credit(List.of(group(TWO_AND_TWO, 1, 0, 1, 1)));
        assertThat(credits.get(3).advantage(1)).isEqualTo(0.25f);
        assertThat(credits.get(0).advantage(1)).isEqualTo(0.375f);
    }

    @Test
    void whitenedAdvantagesHaveMeanZeroOverTheTokensThatAreLearned() {
        List<Credit> credits = new TreePoOptimizer(TreePoAdvantageConfig.DEFAULTS, metrics)
                .credit(List.of(group(TWO_AND_TWO, 1, 0, 1, 1)));
        double sum = 0;
        double squares = 0;
        for (Credit credit : credits) {
            for (int t = 0; t < 2; t++) {
                sum += credit.advantage(t);
                squares += credit.advantage(t) * credit.advantage(t);
            }
        }
        // six learned tokens; those that are shared count once
        assertThat(sum).isCloseTo(0, within(1e-6));
        assertThat(squares / 5).isCloseTo(1, within(1e-5));
    }

    @Test
    void equalRewardsTeachNothing() {
        assertThat(new TreePoOptimizer(TreePoAdvantageConfig.DEFAULTS, metrics)
                        .credit(List.of(group(TWO_AND_TWO, 0.1, 0.1, 0.1, 0.1))))
                .allSatisfy(credit -> assertThat(credit.advantages()).containsOnly(0));
    }

    @Test
    void aGroupThatLostAForkIsLeftOutAndCounted() {
        List<Trajectory> lost = List.of(branch(1, 3, 0, 1), trunk(2, 2));
        assertThat(new TreePoOptimizer(TreePoAdvantageConfig.DEFAULTS, metrics).credit(List.of(group(lost, 1, 0))))
                .isEmpty();
        assertThat(new SpoTreeOptimizer(SpoTreeAdvantageConfig.DEFAULTS, metrics).credit(List.of(group(lost, 1, 0))))
                .isEmpty();
        assertThat(metrics.of("tree/incomplete_groups")).isEqualTo(2);
    }

    /** Three branches from the prompt, and three from the end of each: 0, 3 and 6 go on, the others leave them at 1. */
    private static List<Trajectory> threeByThree(int length) {
        List<Trajectory> leaves = new ArrayList<>();
        for (int sample = 0; sample < 9; sample++) {
            int first = sample / 3 * 3;
            leaves.add(sample == first ? trunk(sample, length) : branch(sample, length, first, 1));
        }
        return leaves;
    }

    @Test
    void theWorkedExampleOfEdgesIsReproduced() throws IOException {
        JsonNode vector = vector("spo-tree");
        double[] rewards = new double[9];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(row(vector.at("/inputs/leaf_rewards_by_child/" + i)), 0, rewards, 3 * i, 3);
        }
        Tree tree = Tree.of(threeByThree(3)).orElseThrow();
        int[] inner = {0, 4, 8}; // the first segment of responses 0, 3 and 6, each before its second and two branches
        ChildMeans means = new ChildMeans(tree, rewards);
        double[] values = means.values();
        double[] plain = SpoTreeOptimizer.edges(tree, rewards, false);
        double[] normalised = SpoTreeOptimizer.edges(tree, rewards, true);
        double[] expected = row(vector.at("/expected/node_values"));
        assertThat(means.root()).isCloseTo(vector.at("/expected/root_value").asDouble(), CLOSE);
        for (int i = 0; i < 3; i++) {
            assertThat(values[inner[i]]).isCloseTo(expected[i], CLOSE);
            assertThat(plain[inner[i]])
                    .isCloseTo(vector.at("/expected/level1_adv_rloo/" + i).asDouble(), CLOSE);
            assertThat(normalised[inner[i]])
                    .isCloseTo(vector.at("/expected/level1_adv_grpo/" + i).asDouble(), CLOSE);
            double[] edges = row(vector.at("/expected/level2_adv_rloo/" + i));
            for (int j = 0; j < 3; j++) {
                assertThat(plain[tree.ends()[3 * i + j]]).isCloseTo(edges[j], CLOSE);
            }
        }
        List<Credit> credits = new SpoTreeOptimizer(
                        new SpoTreeAdvantageConfig(false, 1, 0.2, 0.2, LossAggregation.TOKEN_MEAN), metrics)
                .credit(List.of(group(unsure(threeByThree(3)), rewards)));
        // dropped: the last segments of the second and third branch; their first segments are learned
        assertThat(credits.stream().map(SegmentCreditTest::nonZero)).containsExactly(3, 2, 2, 1, 0, 0, 1, 0, 0);
        // of 3 * 3 + 6 * 2 tokens that were written; the loss divides by all of them
        assertThat(metrics.of("tree/learned_ratio")).isCloseTo(9.0 / 21, CLOSE);
        assertThat(credits.get(0).advantages())
                .containsExactly(new float[] {21 / 81f, 21 / 27f, 21 / 27f}, within(1e-6f));
    }

    private static int nonZero(Credit credit) {
        int count = 0;
        for (float advantage : credit.advantages()) {
            count += advantage != 0 ? 1 : 0;
        }
        return count;
    }

    /** The same responses, every token with probability 1/2. */
    private static List<Trajectory> unsure(List<Trajectory> responses) {
        return responses.stream()
                .map(response -> {
                    float[] logprobs = new float[response.length()];
                    Arrays.fill(logprobs, (float) Math.log(0.5));
                    return response.with(TokenStream.BEHAVIOUR_LOGPROBS, logprobs);
                })
                .toList();
    }

    @Test
    void tokensThatThePolicyWasSureOfLeaveTheLoss() {
        Trajectory response = trunk(0, 3).with(TokenStream.BEHAVIOUR_LOGPROBS, new float[] {
            (float) Math.log(0.95), (float) Math.log(0.5), (float) Math.log(0.89)
        });
        List<Credit> credits = new SpoTreeOptimizer(SpoTreeAdvantageConfig.DEFAULTS, metrics)
                .credit(List.of(group(List.of(response, trunk(1, 1)), 1, 0)));
        // two of four learned tokens are left, since the other response was certain
        assertThat(credits.get(0).advantages()).containsExactly(0, 0.5f * 2, 0.5f * 2);
        assertThat(credits.get(1).advantages()).containsExactly(0);
    }

    @Test
    void branchesOfUnequalDepthCountAsOneChildEach() {
        // 0 ends early with 1; 1 and its branch 2 with 0 and 1/2: V of what they share is 1/4, of the root 5/8
        Tree tree =
                Tree.of(List.of(trunk(0, 2), trunk(1, 4), branch(2, 4, 1, 2))).orElseThrow();
        assertThat(SpoTreeOptimizer.edges(tree, new double[] {1, 0, 0.5}, false))
                .containsExactly(3 / 8.0, -3 / 8.0, -0.25, 0.25);
    }
}
