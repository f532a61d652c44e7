package org.reason4j.reward.dense.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.dense.label.McStepLabelRewardTest.END;
import static org.reason4j.reward.dense.label.McStepLabelRewardTest.LETTER;
import static org.reason4j.reward.dense.label.McStepLabelRewardTest.NO_W;
import static org.reason4j.reward.dense.label.McStepLabelRewardTest.SEED;
import static org.reason4j.reward.dense.label.McStepLabelRewardTest.V;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.reward.dense.step.Groups;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/** The policy of {@link McStepLabelRewardTest}. */
class PavRewardTest {

    private final MarkovEngine policy = new MarkovEngine(SEED, Map.of('?', LETTER, '\n', LETTER, 'r', END, 'w', END));
    private final RecordedMetrics metrics = new RecordedMetrics();

    private PavReward reward(double alpha, int best, int rollouts, int maxSteps) {
        return new PavReward(
                new PavConfig(alpha, best, rollouts, maxSteps, "\n", 0, 0.5, 0),
                new Characters(),
                policy,
                RolloutSettings.of(8, SamplingParams.of(64)),
                NO_W,
                metrics);
    }

    private static float[] rewards(Score score) {
        return ((Score.Value) score).tokenRewards().orElseThrow();
    }

    @Test
    void theEffectiveRewardsOfTheWorkedExampleAreReproduced() throws IOException {
        JsonNode vector = vector("pav");
        double[] q = row(vector.at("/inputs/Q_policy"));
        double[] before = row(vector.at("/inputs/V_prover_before"));
        double[] after = row(vector.at("/inputs/V_prover_after"));
        for (int k = 0; k < q.length; k++) {
            assertThat(Progress.effective(q[k], before[k], after[k], 5))
                    .isCloseTo(row(vector.at("/expected/effective"))[k], within(1e-5));
            assertThat(Progress.bestOf(4, before[k]))
                    .isCloseTo(row(vector.at("/expected/best_of_4_prover_value"))[k], within(1e-5));
        }
    }

    @Test
    void aStepIsPaidWhatItChangesTheChanceOfTheBestOfSeveral() throws Exception {
        // V_2 = 1 - (1 - 0.482759)^2 = 0.732461 at both beginnings of a line
        float v = (float) (1 - (1 - V) * (1 - V));
        assertThat(rewards(reward(2, 2, 8000, 20).score(Groups.group("r\nr$")).get(0)))
                .as("seed %s", SEED)
                .containsExactly(new float[] {0, 0, 0, 2 * (1 - v)}, within(0.06f));
        assertThat(rewards(
                        reward(2, 2, 8000, 20).score(Groups.group("r\nw\nr$")).get(0)))
                .as("seed %s", SEED)
                .containsExactly(new float[] {0, 0, 0, -2 * v, 0, 0}, within(0.06f));
        assertThat(metrics.of("pav/continuations")).isEqualTo((2 + 3) * 8000);
    }

    @Test
    void progressAddsUpToTheOutcomeLessTheFirstValue() throws Exception {
        float[] rewards =
                rewards(reward(1, 1, 10, 20).score(Groups.group("r\nr\nr$")).get(0));
        float first = rewards[1] + rewards[3] + rewards[5];
        float[] only = rewards(reward(1, 1, 10, 20).score(Groups.group("r$")).get(0));
        assertThat(first).isCloseTo(only[1], within(1e-6f)); // both from the same continuations of the empty beginning
    }

    @Test
    void laterStepsThanTheLargestNumberHaveNoReward() throws Exception {
        float[] rewards =
                rewards(reward(1, 1, 50, 1).score(Groups.group("r\nr\nr$")).get(0));
        assertThat(policy.asked()).hasSize(2 * 50);
        assertThat(rewards[3] + rewards[5]).isZero();
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> reward(0, 1, 1, 1)).hasMessage("pav.alpha must be positive, got 0.0");
        assertThatThrownBy(() -> reward(1, 0, 1, 1)).hasMessage("pav.best must be at least 1, got 0");
    }
}
