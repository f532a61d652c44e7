package org.reason4j.reward.rulebased.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.reward.rulebased.format.AccuracyFormatConfig.Rule;

class AccuracyFormatTest {

    private static double combined(AccuracyFormatConfig config, double[] accuracyAndFormat) {
        return AccuracyFormat.combine(config, accuracyAndFormat[0], accuracyAndFormat[1] == 1);
    }

    private static Score score(AccuracyFormatConfig config, String response) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1}).withFields(Map.of("answer", "\\frac12"));
        Trajectory one = Trajectory.sampled(prompt, 0, new int[] {2}, response, Finish.STOP, 0, SamplingParams.of(64));
        return new AccuracyFormat(config).score(Group.of(prompt, List.of(one))).get(0);
    }

    @Test
    void sumsGatesAndPenaltiesAreReproduced() throws Exception {
        JsonNode vector = vector("accuracy-format");
        for (int i = 0; i < 4; i++) {
            double[] input = row(vector.at("/inputs/cases").get(i));
            assertThat(combined(AccuracyFormatConfig.DEFAULTS, input))
                    .isCloseTo(vector.at("/expected/weighted_sum").get(i).asDouble(), within(1e-5));
            assertThat(combined(AccuracyFormatConfig.GATE, input))
                    .isEqualTo(vector.at("/expected/gated(acc*fmt)").get(i).asDouble());
            assertThat(combined(new AccuracyFormatConfig(Rule.PENALTY, 1, 1), input))
                    .isEqualTo(vector.at("/expected/penalty(-1 if bad format else acc)")
                            .get(i)
                            .asDouble());
        }
    }

    @Test
    void logicRlAddsTheScoresOfFormatAndAnswer() { // 1 + 2, 1 - 1.5, -1 - 2
        assertThat(score(AccuracyFormatConfig.LOGIC_RL, "<think>x</think><answer>0.5</answer>"))
                .isEqualTo(Score.of(3));
        assertThat(score(AccuracyFormatConfig.LOGIC_RL, "<think>x</think><answer>0.6</answer>"))
                .isEqualTo(Score.of(-0.5));
        assertThat(score(AccuracyFormatConfig.LOGIC_RL, "<answer>0.5</answer>")).isEqualTo(Score.of(-3));
    }

    @Test
    void anAnswerThatCanNotBeComparedIsUnscorable() {
        assertThat(score(AccuracyFormatConfig.GATE, "<answer>\\int_0^1 x dx</answer>"))
                .isInstanceOf(Score.Unscorable.class);
    }
}
