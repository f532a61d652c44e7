package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

class MismatchTest {

    @Test
    void differencesAndRatiosAreOverLearnedTokens() {
        Trajectory trajectory = Trajectories.of(
                1, new boolean[] {true, false, true}, Map.of(TokenStream.BEHAVIOUR_LOGPROBS, new float[] {-1, 99, -2}));
        Mismatch mismatch = new Mismatch();
        mismatch.add(MicroBatch.split(List.of(trajectory), 100).get(0), new float[] {-1.5f, -2});

        // d = -0.5 and 0: mean |d| 0.25; ratios exp(-0.5) = 0.60653 and 1, mean 0.80327
        Map<String, Double> metrics = mismatch.metrics();
        assertThat(metrics.get("mismatch/logprob_diff_mean")).isCloseTo(0.25, within(1e-6));
        assertThat(metrics.get("mismatch/logprob_diff_max")).isCloseTo(0.5, within(1e-6));
        assertThat(metrics.get("mismatch/ratio_mean")).isCloseTo(0.80327, within(1e-5));
        assertThat(metrics.get("mismatch/ratio_max")).isCloseTo(1, within(1e-6));
    }

    @Test
    void withoutNumbersOfTheDecoderThereIsNothingToSay() {
        Mismatch mismatch = new Mismatch();
        mismatch.add(MicroBatch.split(List.of(Trajectories.of(1, 2)), 100).get(0), new float[] {-1, -2});
        assertThat(mismatch.metrics()).isEmpty();
    }
}
