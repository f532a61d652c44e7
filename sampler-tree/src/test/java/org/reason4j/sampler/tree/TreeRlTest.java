package org.reason4j.sampler.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Trees.PROMPT;
import static org.reason4j.sampler.tree.Trees.branch;
import static org.reason4j.sampler.tree.Trees.trunk;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.testkit.RecordedMetrics;

class TreeRlTest {

    private static final TreeRlConfig PLAIN = new TreeRlConfig(false, 0.2, 0.2, LossAggregation.TOKEN_MEAN);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static ScoredTrajectory scored(Trajectory trajectory, double reward) {
        return ScoredTrajectory.of(trajectory, reward);
    }

    private List<Credit> credit(TreeRlConfig config, ScoredTrajectory... leaves) {
        return new TreeRl(config, metrics).credit(List.of(ScoredGroup.of(PROMPT, List.of(leaves))));
    }

    @Test
    void theWrongTurnIsBlamedAndNotWhatCameBefore() {
        // trunk right, branch at 1 wrong: values 1 and -1, what they share 0; (1 - 0) + (1 - 0) over one leaf
        List<Credit> credits = credit(PLAIN, scored(trunk(0, 3), 1), scored(branch(1, 2, 0, 1), 0));
        assertThat(credits.get(0).advantages()).containsExactly(0, 2, 2);
        assertThat(credits.get(1).advantages()).containsExactly(0, -2);
    }

    @Test
    void centredAdvantagesHaveMeanZeroOverTheTokensOfAllLeaves() {
        // token weights: 2 leaves * 1, 1 * 2, 1 * 1; rewards 0, 2, -2: mean (0 + 4 - 2) / 5
        List<Credit> credits = credit(TreeRlConfig.DEFAULTS, scored(trunk(0, 3), 1), scored(branch(1, 2, 0, 1), 0));
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {-0.4f, 1.6f, 1.6f}, within(1e-6f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {0, -2.4f}, within(1e-6f));
    }

    @Test
    void aGroupWithoutBranchesIsComparedAsAWhole() {
        // values 1 and -1 right below the root: both differences count
        List<Credit> credits = credit(PLAIN, scored(trunk(0, 1), 1), scored(trunk(1, 2), 0));
        assertThat(credits.get(0).advantages()).containsExactly(2);
        assertThat(credits.get(1).advantages()).containsExactly(-2, -2);
    }

    @Test
    void equalRewardsAndASingleLeafTeachNothing() {
        assertThat(credit(TreeRlConfig.DEFAULTS, scored(trunk(0, 2), 1), scored(branch(1, 2, 0, 1), 1)))
                .allSatisfy(credit -> assertThat(credit.advantages()).containsOnly(0));
        assertThat(credit(TreeRlConfig.DEFAULTS, scored(trunk(0, 2), 1)).get(0).advantages())
                .containsOnly(0);
    }

    @Test
    void aGroupThatLostAForkIsLeftOutAndCounted() {
        assertThat(credit(PLAIN, scored(branch(1, 3, 0, 1), 1), scored(trunk(2, 2), 0)))
                .isEmpty();
        assertThat(metrics.of("tree/incomplete_groups")).isEqualTo(1);
    }

    @Test
    void aLeafWithoutAScoreIsInNoValue() {
        // samples 0 and 2 are left, 1 had no score
        List<Credit> credits = credit(PLAIN, scored(trunk(0, 2), 1), scored(branch(2, 2, 0, 1), 0));
        assertThat(credits.get(0).advantages()).containsExactly(0, 2);
        assertThat(metrics.of("tree/incomplete_groups")).isZero();
    }

    @Test
    void itNeedsWholeGroups() {
        assertThat(new TreeRl(PLAIN, metrics).requirements().wholeGroups()).isTrue();
        assertThat(new TreeRl(PLAIN, metrics).requirements().minimumGroupSize()).isEqualTo(2);
    }

    @Test
    void thePluginIsFound() {
        assertThat(ServiceLoader.load(Plugin.class)).anyMatch(TreePlugin.class::isInstance);
    }
}
