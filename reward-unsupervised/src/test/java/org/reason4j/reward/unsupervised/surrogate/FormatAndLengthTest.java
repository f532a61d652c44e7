package org.reason4j.reward.unsupervised.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.answering;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.testkit.Vectors;

class FormatAndLengthTest {

    @Test
    void bothCurvesAreThePublishedOnes() throws IOException {
        JsonNode vector = vector("rl-without-gt-length");
        double[] lengths = Vectors.row(vector.at("/inputs/length_fraction"));
        double peak = vector.at("/params/p").asDouble();
        assertThat(Arrays.stream(lengths)
                        .map(x -> FormatAndLength.smooth(x, peak))
                        .toArray())
                .containsExactly(Vectors.row(vector.at("/expected/smooth_v3")), within(1e-5));
        assertThat(Arrays.stream(lengths).map(FormatAndLength::linear).toArray())
                .containsExactly(Vectors.row(vector.at("/expected/piecewise_linear")), within(1e-5));
    }

    @Test
    void theFormatAddsItsWeight() {
        RolloutSettings rollout = RolloutSettings.of(2, SamplingParams.of(4));
        // responses of one token: x = 1/4 is the peak
        assertThat(values(new FormatAndLength(FormatAndLengthConfig.DEFAULTS, rollout)
                        .score(answering("\\boxed{1}", "1"))))
                .containsExactly(1.5, 1);
        assertThat(values(new FormatAndLength(FormatAndLengthConfig.LINEAR, rollout)
                        .score(answering("<answer>1</answer>", "1"))))
                .containsExactly(0.75, 0.25);
    }
}
