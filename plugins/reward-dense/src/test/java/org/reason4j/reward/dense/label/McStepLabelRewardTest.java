package org.reason4j.reward.dense.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.reward.dense.process.Form;
import org.reason4j.reward.dense.step.Groups;
import org.reason4j.reward.dense.step.StepTokens;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/**
 * A policy that writes lines of one letter, {@code r} with probability 0.7, else {@code w}, and ends after each with
 * probability 0.4. A response without a {@code w} is right, so that after a line without one the chance is 0.28 / 0.58 = 0.482759.
 */
class McStepLabelRewardTest {

    static final double V = 0.28 / 0.58;
    static final long SEED = 20_261_130;
    static final Map<Character, Double> LETTER = Map.of('r', 0.7, 'w', 0.3);
    static final Map<Character, Double> END = Map.of('\n', 0.6, '$', 0.4);
    static final Measure NO_W = group ->
            Reward.perTrajectory(group, trajectory -> Score.of(trajectory.text().contains("w") ? 0 : 1));
    static final StepModelConfig LEARNING = new StepModelConfig(1e-4, Optional.empty(), 1, 1);

    private final MarkovEngine policy = new MarkovEngine(SEED, Map.of('?', LETTER, '\n', LETTER, 'r', END, 'w', END));
    private final RecordedMetrics metrics = new RecordedMetrics();

    private McStepLabelReward reward(int rollouts, int maxSteps, StepLabel label, StepModelConfig model) {
        return new McStepLabelReward(
                new McStepLabelConfig(rollouts, maxSteps, "\n", 0, label, 0.5, 0, Form.SUM, 0.1, model),
                new Characters(),
                policy,
                RolloutSettings.of(8, SamplingParams.of(64)),
                NO_W,
                metrics);
    }

    private static Score.Value value(Score score) {
        return (Score.Value) score;
    }

    @Test
    void theLabelsOfTheWorkedExampleAreReproduced() throws IOException {
        JsonNode vector = vector("math-shepherd");
        JsonNode rollouts = vector.at("/inputs/rollout_correct_per_step");
        for (int k = 0; k < rollouts.size(); k++) {
            double[] outcomes = row(rollouts.get(k));
            assertThat(StepLabel.SOFT.of(outcomes, 0.5)).isEqualTo(row(vector.at("/expected/soft"))[k]);
            assertThat(StepLabel.HARD.of(outcomes, 0.5)).isEqualTo(row(vector.at("/expected/hard"))[k]);
        }
    }

    @Test
    void aSoftLabelIsTheShareOfRightContinuationsAfterTheStep() throws Exception {
        // 8000 continuations: a standard error of 0.0056, and 0.03 is more than five of them
        List<Score> scores =
                reward(8000, 20, StepLabel.SOFT, StepModelConfig.DEFAULTS).score(Groups.group("r\nr$", "r\nw\nr$"));
        assertThat(value(scores.get(0)).value()).isZero();
        assertThat(value(scores.get(0)).tokenRewards().orElseThrow())
                .as("seed %s", SEED)
                .containsExactly(new float[] {0, (float) V, 0, 1}, within(0.03f));
        assertThat(value(scores.get(1)).tokenRewards().orElseThrow())
                .as("seed %s", SEED)
                .containsExactly(new float[] {0, (float) V, 0, 0, 0, 0}, within(0.03f));
        assertThat(value(scores.get(1)).streams().get(StepTokens.ENDS)).containsExactly(0, 1, 0, 1, 0, 1);
        // the two beginnings r and r w; the last step of a response is judged by its own outcome
        assertThat(metrics.of("mc_step_label/continuations")).isEqualTo(2 * 8000);
        assertThat(metrics.of("mc_step_label/worst")).isCloseTo(V / 2, within(0.03));
    }

    @Test
    void aHardLabelIsOneWhereAnyContinuationIsRight() throws Exception {
        Score score = reward(200, 20, StepLabel.HARD, StepModelConfig.DEFAULTS)
                .score(Groups.group("r\nw\nr$"))
                .get(0);
        // all 200 wrong: 0.517 to the power of 200
        assertThat(value(score).tokenRewards().orElseThrow()).containsExactly(0, 1, 0, 0, 0, 0);
    }

    @Test
    void laterStepsThanTheLargestNumberHaveNoLabel() throws Exception {
        Score score = reward(200, 1, StepLabel.HARD, StepModelConfig.DEFAULTS)
                .score(Groups.group("r\nr\nr$"))
                .get(0);
        assertThat(policy.asked()).hasSize(200);
        assertThat(value(score).streams().get(StepTokens.ENDS)).containsExactly(0, 1, 0, 0, 0, 0);
    }

    @Test
    void theModelLearnsALabelOnTheTokenAfterItsStep() throws Exception {
        McStepLabelReward reward = reward(200, 20, StepLabel.HARD, LEARNING);
        Score score = reward.score(Groups.group("r\nw\nr$")).get(0);
        // the first tokens of the second and third line, and the token that ends the response
        assertThat(value(score).streams().get(StepModel.TARGETS)).containsExactly(0, 0, 1, 0, 0, 0);
        assertThat(value(score).streams().get(StepModel.WEIGHTS))
                .containsExactly(new float[] {0, 0, 1 / 3f, 0, 1 / 3f, 1 / 3f}, within(1e-6f));
        assertThat(reward.models())
                .singleElement()
                .satisfies(model -> assertThat(model.name()).isEqualTo("step-model"));
        assertThat(reward.requirements().attached()).contains(StepModel.TARGETS, StepModel.WEIGHTS);
        assertThat(reward(1, 1, StepLabel.SOFT, StepModelConfig.DEFAULTS).models())
                .isEmpty();
    }

    @Test
    void aResponseWithoutAnOutcomeSaysWhy() throws Exception {
        McStepLabelReward unsure = new McStepLabelReward(
                McStepLabelConfig.DEFAULTS,
                new Characters(),
                policy,
                RolloutSettings.of(8, SamplingParams.of(64)),
                group -> Reward.perTrajectory(group, any -> Score.unscorable("no answer")),
                metrics);
        assertThat(unsure.score(Groups.group("r$"))).containsExactly(Score.unscorable("no answer"));
        assertThat(policy.asked()).isEmpty();
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> reward(0, 20, StepLabel.SOFT, StepModelConfig.DEFAULTS))
                .isInstanceOf(ConfigException.class)
                .hasMessage("mc-step-label.rollouts must be at least 1, got 0");
    }
}
