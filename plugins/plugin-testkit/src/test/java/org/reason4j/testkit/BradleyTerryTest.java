package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.BradleyTerry;
import org.reason4j.testkit.Batch.Result;

class BradleyTerryTest {

    private static final TokenStream SCORES = TokenStream.of("test", "scores");
    private static final Prompt PROMPT = Prompt.of("p", List.of(Message.user("?")), new int[] {1});

    /** Pairs of responses of two tokens, of which the last is scored; what stands at the first has no part in anything. */
    private static Batch pairs(float[] chosen, float[] rejected) {
        List<Credit> credits = new ArrayList<>();
        float[][] scores = new float[2 * chosen.length][];
        for (int i = 0; i < chosen.length; i++) {
            credits.addAll(Credit.pair(i, response(2 * i), response(2 * i + 1)));
            scores[2 * i] = new float[] {7, chosen[i]};
            scores[2 * i + 1] = new float[] {-7, rejected[i]};
        }
        return Batch.of(SCORES, credits, Map.of(SCORES, one -> scores[one.sample()]));
    }

    private static Trajectory response(int sample) {
        return Trajectory.demonstration(PROMPT, sample, new int[] {2, 3}, "text")
                .withLearned(new boolean[] {false, true});
    }

    private static Loss loss(double margin, double centring) {
        return (batch, leaf) -> BradleyTerry.loss(batch, leaf, margin, centring, "rm");
    }

    @Test
    void theLossIsTheMeanOfMinusLogSigmoidOfTheDifferences() {
        // differences 0.9 and -0.3: (log(1 + e^-0.9) + log(1 + e^0.3)) / 2 = (0.341154 + 0.854355) / 2
        Result result =
                pairs(new float[] {1.2f, 0.1f}, new float[] {0.3f, 0.4f}).evaluate(loss(0, 0));
        assertThat(result.loss()).isCloseTo(0.597755, within(1e-5));
        // d/ds+ = -sigmoid(-d) / 2: -0.289050 / 2 and -0.574443 / 2; the rejected ones have the opposite
        assertThat(result.gradient()[0]).containsExactly(new float[] {0, -0.144525f}, within(1e-5f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0, 0.144525f}, within(1e-5f));
        assertThat(result.gradient()[2]).containsExactly(new float[] {0, -0.287221f}, within(1e-5f));
        assertThat(result.gradient()[3]).containsExactly(new float[] {0, 0.287221f}, within(1e-5f));
        assertThat(result.metrics()).containsEntry("rm/accuracy", 0.5);
        assertThat(result.metrics().get("rm/margin")).isCloseTo(0.3, within(1e-6));
    }

    @Test
    void aMarginIsTakenFromTheDifference() {
        // log(1 + e^-(0.9 - 1)) = log(1 + e^0.1) = 0.744397, and its derivative -sigmoid(0.1) = -0.524979
        Result result = pairs(new float[] {1.2f}, new float[] {0.3f}).evaluate(loss(1, 0));
        assertThat(result.loss()).isCloseTo(0.744397, within(1e-5));
        assertThat(result.gradient()[0][1]).isCloseTo(-0.524979f, within(1e-5f));
    }

    @Test
    void centringAddsTheSquareOfTheSum() {
        // 0.341154 + 0.1 * (1.2 + 0.3)^2 = 0.341154 + 0.225; each score has 2 * 0.1 * 1.5 = 0.3 more
        Result result = pairs(new float[] {1.2f}, new float[] {0.3f}).evaluate(loss(0, 0.1));
        assertThat(result.loss()).isCloseTo(0.566154, within(1e-5));
        assertThat(result.gradient()[0][1]).isCloseTo(-0.289050f + 0.3f, within(1e-5f));
        assertThat(result.gradient()[1][1]).isCloseTo(0.289050f + 0.3f, within(1e-5f));
    }

    @Test
    void aTieIsHalfRightAndPullsBothScoresApart() {
        Result result = pairs(new float[] {0}, new float[] {0}).evaluate(loss(0, 0));
        assertThat(result.loss()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(result.gradient()[0][1]).isCloseTo(-0.5f, within(1e-6f));
        assertThat(result.metrics()).containsEntry("rm/accuracy", 0.5);
    }

    @Test
    void differencesBeyondTheExponentialOfAFloatHaveALoss() {
        Result wrong = pairs(new float[] {-200}, new float[] {200}).evaluate(loss(0, 0));
        assertThat(wrong.loss()).isCloseTo(400, within(1e-3));
        assertThat(wrong.gradient()[0][1]).isCloseTo(-1, within(1e-6f));
        Result right = pairs(new float[] {200}, new float[] {-200}).evaluate(loss(0, 0));
        assertThat(right.loss()).isZero();
        assertThat(right.gradient()[0][1]).isZero();
    }

    @Test
    void theGradientIsThatOfFiniteDifferences() {
        Batch batch = pairs(new float[] {1.2f, 0.1f, -0.7f}, new float[] {0.3f, 0.4f, -0.9f});
        LossChecks.gradientAgreesWithFiniteDifferences(batch, loss(0.5, 0.05), 1e-2f, 1e-4);
    }

    @Test
    void microBatchesOfWholePairsAddUp() {
        Batch batch = pairs(new float[] {1.2f, 0.1f, -0.7f}, new float[] {0.3f, 0.4f, -0.9f});
        LossChecks.microBatchesChangeNothing(batch, loss(0.5, 0.05), new int[] {2, 4}, 1e-5);
    }
}
