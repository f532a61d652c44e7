package org.reason4j.reward.dense.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.reward.dense.process.PureConfig.Baseline;
import org.reason4j.reward.dense.step.Groups;
import org.reason4j.reward.dense.step.StepTokens;

/** Steps end at a {@code ;} or with the response. */
class PureOptimizerTest {

    private static ScoredGroup group(String[] texts, double[] outcomes, float[][] rewards) {
        return ScoredGroup.of(
                Groups.PROMPT,
                IntStream.range(0, texts.length)
                        .mapToObj(i -> {
                            float[] ends = new float[texts[i].length()];
                            for (int t = 0; t < ends.length; t++) {
                                ends[t] = texts[i].charAt(t) == ';' ? 1 : 0;
                            }
                            return ScoredTrajectory.of(
                                            Groups.written(i, texts[i]).with(StepTokens.ENDS, ends), outcomes[i])
                                    .withTokenRewards(rewards[i]);
                        })
                        .toList());
    }

    private static List<Credit> credit(Baseline baseline, ScoredGroup group) {
        return new PureOptimizer(new PureConfig(baseline, false, 0.2, 0.2, LossAggregation.TOKEN_MEAN))
                .credit(List.of(group));
    }

    private static final ScoredGroup TWO = group(
            new String[] {"a;bc;", "def;"}, new double[] {1, 0}, new float[][] {{0, 0.5f, 0, 0, 0.25f}, {0, 0, 0, 0.2f}
            });

    @Test
    void rewardsStillToComeAreComparedWithTheSiblingsPerToken() {
        List<Credit> credits = credit(Baseline.TOKEN, TWO);
        // first: baseline 0.2 / 4 = 0.05 per token; steps of 2 and 3 tokens: 0.5 - 0.1 = 0.4 and 0.25 - 0.15 = 0.1;
        // outcome 1 - 0: 1.1 for the last step, 1.5 for the first
        assertThat(credits.get(0).advantages())
                .containsExactly(new float[] {1.5f, 1.5f, 1.1f, 1.1f, 1.1f}, within(1e-6f));
        // second: baseline 0.75 / 5 = 0.15 per token, 0.2 - 0.6 = -0.4, outcome 0 - 1
        assertThat(credits.get(1).advantages())
                .containsExactly(new float[] {-1.4f, -1.4f, -1.4f, -1.4f}, within(1e-6f));
    }

    @Test
    void orPerStep() {
        List<Credit> credits = credit(Baseline.STEP, TWO);
        // first: baseline 0.2 per step: 0.3 and 0.05, outcome 1
        assertThat(credits.get(0).advantages())
                .containsExactly(new float[] {1.35f, 1.35f, 1.05f, 1.05f, 1.05f}, within(1e-6f));
        // second: baseline 0.75 / 2 = 0.375: -0.175, outcome -1
        assertThat(credits.get(1).advantage(0)).isCloseTo(-1.175f, within(1e-6f));
    }

    @Test
    void tokensAfterTheLastStepBelongToIt() {
        ScoredGroup group =
                group(new String[] {"a;b", "c;"}, new double[] {0, 0}, new float[][] {{0, 0.5f, 0.1f}, {0, 0}});
        // one step of three tokens with 0.6; the other has nothing: baseline 0 and 0.6 / 3 * 2
        assertThat(credit(Baseline.TOKEN, group).get(0).advantages())
                .containsExactly(new float[] {0.6f, 0.6f, 0.6f}, within(1e-6f));
        assertThat(credit(Baseline.TOKEN, group).get(1).advantages())
                .containsExactly(new float[] {-0.4f, -0.4f}, within(1e-6f));
    }

    @Test
    void aResponseWithoutSiblingsKeepsItsRewards() {
        ScoredGroup group = group(new String[] {"a;b;"}, new double[] {1}, new float[][] {{0, 0.5f, 0, 0.25f}});
        assertThat(credit(Baseline.TOKEN, group).get(0).advantages())
                .containsExactly(new float[] {1.75f, 1.75f, 1.25f, 1.25f}, within(1e-6f));
    }

    @Test
    void itNamesTheRewardsThatMarkSteps() {
        assertThat(new PureOptimizer(PureConfig.DEFAULTS)
                        .requirements()
                        .sources()
                        .get(StepTokens.ENDS))
                .isEqualTo("one of the rewards 'prm-step', 'mc-step-label' and 'pav', with dense");
    }
}
