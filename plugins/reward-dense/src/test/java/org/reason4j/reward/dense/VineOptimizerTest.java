package org.reason4j.reward.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.reward.dense.step.Groups;

class VineOptimizerTest {

    private static ScoredGroup group(float[] advantages) {
        Trajectory trajectory = Groups.written(0, "ab").with(VineReward.STEP_ADVANTAGES, advantages);
        return ScoredGroup.of(
                Groups.PROMPT, List.of(ScoredTrajectory.of(trajectory, 7).withTokenRewards(new float[] {7, 7})));
    }

    @Test
    void theStepsAdvantagesCountAndNotTheRewards() {
        VineAdvantageConfig plain = new VineAdvantageConfig(false, 0.2, 0.2, LossAggregation.TOKEN_MEAN);
        List<Credit> credits = new VineOptimizer(plain).credit(List.of(group(new float[] {0.25f, -0.5f})));
        assertThat(credits.get(0).advantages()).containsExactly(0.25f, -0.5f);
    }

    @Test
    void theyAreWhitenedOverTheBatch() {
        // 1, 1, -1, -1: mean 0, sample deviation sqrt(4 / 3)
        List<Credit> credits = new VineOptimizer(VineAdvantageConfig.DEFAULTS)
                .credit(List.of(group(new float[] {1, 1}), group(new float[] {-1, -1})));
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.866025f, 0.866025f}, within(1e-5f));
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {-0.866025f, -0.866025f}, within(1e-5f));
    }

    @Test
    void itReadsWhatTheRewardAttaches() {
        Requirements needs = new VineOptimizer(VineAdvantageConfig.DEFAULTS).requirements();
        assertThat(needs.streams()).containsExactly(VineReward.STEP_ADVANTAGES);
        assertThat(needs.sources()).containsOnly(Map.entry(VineReward.STEP_ADVANTAGES, "the reward 'vineppo'"));
    }

    @Test
    void thePluginIsFound() {
        assertThat(ServiceLoader.load(Plugin.class)).anyMatch(DensePlugin.class::isInstance);
    }
}
