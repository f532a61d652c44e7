package org.reason4j.reward.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.dense.step.Groups.MEASURE;
import static org.reason4j.reward.dense.step.Groups.PROMPT;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.reward.dense.step.Groups;
import org.reason4j.testkit.RecordedMetrics;

class PrimeRewardTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** Responses for whose tokens the model has -1 and the reference -3: rewards of 0.05 * 2 = 0.1. */
    private static Group judged(String... texts) {
        return Group.of(
                PROMPT,
                Groups.group(texts).trajectories().stream()
                        .map(trajectory -> trajectory
                                .with(ImplicitRewardModel.LOGPROBS, filled(trajectory, -1))
                                .with(TokenStream.REFERENCE_LOGPROBS, filled(trajectory, -3)))
                        .toList());
    }

    private static float[] filled(Trajectory trajectory, float value) {
        float[] values = new float[trajectory.length()];
        Arrays.fill(values, value);
        return values;
    }

    private PrimeReward reward(PrimeConfig config, Measure measure) {
        return new PrimeReward(config, measure, metrics);
    }

    private static Score.Value value(Score score) {
        return (Score.Value) score;
    }

    @Test
    void everyTokenHasWhatTheModelThinksOfItAndTheOutcomeIsItsLabel() throws Exception {
        List<Score> scores = reward(PrimeConfig.DEFAULTS, MEASURE).score(judged("right", "bad"));
        assertThat(value(scores.get(0)).value()).isZero();
        assertThat(value(scores.get(0)).tokenRewards().orElseThrow())
                .containsExactly(new float[] {0.1f, 0.1f, 0.1f, 0.1f, 0.1f}, within(1e-6f));
        assertThat(value(scores.get(0)).streams().get(ImplicitRewardModel.LABELS))
                .containsExactly(1, 1, 1, 1, 1);
        assertThat(value(scores.get(1)).streams().get(ImplicitRewardModel.LABELS))
                .containsExactly(0, 0, 0);
        assertThat(metrics.of("prime/logit")).isCloseTo(0.4, within(1e-6)); // mean of 0.5 and 0.3
    }

    @Test
    void theLastTokenMayBeLeftOut() throws Exception {
        PrimeConfig config = new PrimeConfig(0.05, 0.5, true, Optional.empty(), 1e-6, 1, 10);
        Score score = reward(config, MEASURE).score(judged("bad")).get(0);
        assertThat(value(score).tokenRewards().orElseThrow())
                .containsExactly(new float[] {0.1f, 0.1f, 0}, within(1e-6f));
        assertThat(metrics.of("prime/logit")).isCloseTo(0.3, within(1e-6));
    }

    @Test
    void aResponseThatTheMeasureCannotJudgeHasNoLabelAndNoReward() throws Exception {
        List<Score> scores = reward(PrimeConfig.DEFAULTS, MEASURE).score(judged("right", "?", "!"));
        assertThat(scores.get(0)).isInstanceOf(Score.Value.class);
        assertThat(scores.get(1)).isEqualTo(Score.unscorable("no answer"));
        assertThat(scores.get(2)).isEqualTo(Score.failed("broken"));
    }

    @Test
    void aMeasureThatBreaksIsNotSwallowed() {
        Measure broken = group -> {
            throw new IOException("no connection");
        };
        assertThatThrownBy(() -> reward(PrimeConfig.DEFAULTS, broken).score(judged("right")))
                .isInstanceOf(IOException.class);
        Measure forgetful = group -> List.of();
        assertThatThrownBy(() -> reward(PrimeConfig.DEFAULTS, forgetful).score(judged("right")))
                .hasMessage("The measuring reward returned 0 scores for a group of 1 trajectories");
    }

    @Test
    void itAsksForBothLogProbabilitiesAndBringsTheModel() {
        PrimeReward reward = reward(PrimeConfig.DEFAULTS, MEASURE);
        assertThat(reward.requirements().streams())
                .containsExactlyInAnyOrder(TokenStream.of("reward-dense", "prime"), TokenStream.REFERENCE_LOGPROBS);
        assertThat(reward.models())
                .singleElement()
                .satisfies(model -> assertThat(model.name()).isEqualTo("prime"));
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new PrimeConfig(0, 0.5, false, Optional.empty(), 1e-6, 1, 10))
                .isInstanceOf(ConfigException.class)
                .hasMessage("prime.beta must be positive, got 0.0");
        assertThatThrownBy(() -> new PrimeConfig(0.05, 0.5, false, Optional.empty(), 0, 1, 10))
                .hasMessage("prime.learningRate must be positive, got 0.0");
        assertThatThrownBy(() -> new PrimeConfig(0.05, 0.5, false, Optional.empty(), 1e-6, 0, 10))
                .hasMessage("prime.epochs must be at least 1, got 0");
    }
}
