package org.reason4j.regularizer.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.RecordedMetrics;

class LengthTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});
    private static final SoftOverlongConfig FROM_6_TO_10 = new SoftOverlongConfig(10, 4, 1);

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("dapo-soft-overlong");
        SoftOverlongConfig config = new SoftOverlongConfig(
                vector.at("/params/max_length").asInt(),
                vector.at("/params/cache").asInt(),
                1);
        assertThat(config).isEqualTo(SoftOverlongConfig.DEFAULTS);
        double[] lengths = row(vector.at("/inputs/length"));
        double[] penalties = row(vector.at("/expected/penalty"));
        for (int i = 0; i < lengths.length; i++) {
            assertThat(SoftOverlong.penalty((int) lengths[i], config)).isCloseTo(penalties[i], within(1e-8));
        }
    }

    @Test
    void thePenaltyIsAddedToTheOutcomeOfEveryResponseAndOfTheGreedyOne() {
        // 6 tokens: 0; 7: -1/4; 10: -1
        ScoredGroup group = ScoredGroup.of(
                        PROMPT,
                        List.of(
                                response(1, 6, Finish.STOP),
                                response(1, 7, Finish.STOP),
                                response(0, 10, Finish.LENGTH)))
                .withGreedy(response(1, 8, Finish.STOP));
        List<ScoredGroup> shaped = new SoftOverlong(FROM_6_TO_10, metrics).shape(List.of(group));
        assertThat(shaped.get(0).rewards()).containsExactly(1, 0.75, -1);
        assertThat(shaped.get(0).greedy().orElseThrow().outcome()).isEqualTo(0.5);
        assertThat(metrics.means().get("shaping/soft_overlong")).containsExactly(0.0, -0.25, -1.0);
    }

    @Test
    void theWholePenaltyIsASetting() {
        assertThat(SoftOverlong.penalty(12, new SoftOverlongConfig(10, 4, 0.5))).isEqualTo(-0.5);
    }

    @Test
    void aLimitThatNoResponseCanReachIsRefused() {
        ScoredGroup group = ScoredGroup.of(PROMPT, List.of(response(1, 8, Finish.LENGTH)));
        assertThatThrownBy(() -> new SoftOverlong(FROM_6_TO_10, metrics).shape(List.of(group)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("maxTokens is 10, but a response was cut off at 8 tokens")
                .hasMessageContaining("rollout.maxTokens");
    }

    @Test
    void aCacheLongerThanTheLimitIsRefused() {
        assertThatThrownBy(() -> new SoftOverlongConfig(10, 11, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage("soft-overlong.cache must be in [1, maxTokens = 10], got 11");
    }

    @Test
    void truncatedResponsesLeaveTheLossAndNothingElse() {
        Credit stopped = Credit.constant(response(1, 3, Finish.STOP).trajectory(), 0.5);
        Credit cutOff = Credit.constant(response(0, 10, Finish.LENGTH).trajectory(), -0.5);
        assertThat(new OverlongFilter(metrics).shape(List.of(stopped, cutOff, stopped)))
                .containsExactly(stopped, stopped);
        assertThat(metrics.sums()).containsEntry("shaping/overlong_filtered", 1.0);
    }

    private static ScoredTrajectory response(double reward, int length, Finish finish) {
        Trajectory trajectory = Trajectory.sampled(PROMPT, 0, new int[length], "", finish, 0, SamplingParams.of(64))
                .withLearned(new boolean[length]);
        return ScoredTrajectory.of(trajectory, reward);
    }
}
