package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.EntropyMinimization;

/**
 * Log-probabilities after entropy minimization. Numbers of several steps are those of {@code torch.optim.Adam} and autograd
 * (torch 2.15.0, fp64), which minimized {@code H + divergence KL(before || after)} over the logits as parameters.
 */
@SuppressWarnings("NullAway.Init") // the kernels are compiled before the first test
class EntropyMinimizationTest {

    private static final double[] LOGITS = {2, 1, 0, -1};
    private static final double LN_3 = Math.log(3);

    private static CompiledKernels kernels;

    @BeforeAll
    static void load() {
        kernels = new CompiledKernels();
    }

    @AfterAll
    static void close() {
        kernels.close();
    }

    @Test
    void theFirstStepMovesEachLogitByTheLearningRate() {
        // Adam divides the first gradient by its own size, so ln 3 and 0 become ln 3 + 0.1 and -0.1: 3 e^0.2 to 1
        double odds = 3 * Math.exp(0.2);
        assertThat(calm(EntropyMinimization.of(0, 0, 1, 0.1, 0), LN_3, 0))
                .containsExactly(new double[] {Math.log(odds / (odds + 1)), Math.log(1 / (odds + 1))}, within(1e-6));
    }

    @Test
    void stepsAreThoseOfTorchsAdam() {
        assertThat(calm(EntropyMinimization.LOGITS, LOGITS))
                .containsExactly(new double[] {-0.1849165, -2.1877327, -3.1847153, -4.1821617}, within(1e-5));
        assertThat(calm(EntropyMinimization.of(0, 0, 30, 0.1, 0.5), LOGITS))
                .containsExactly(new double[] {-0.0274663, -3.9123797, -5.2365385, -6.3305841}, within(1e-4));
    }

    @Test
    void stepsEndWhereTheEntropyIsLowEnough() {
        // one step of 0.1 takes 0.7500 to 0.7856, and the entropy from 0.5623 to 0.5198; that is below 0.55
        double[] once = calm(EntropyMinimization.of(0, 0, 1, 0.1, 0), LN_3, 0);
        assertThat(calm(EntropyMinimization.of(0.55, 0, 1000, 0.1, 0), LN_3, 0)).isEqualTo(once);
        // 0.93 of 0.5623 is 0.5230
        assertThat(calm(EntropyMinimization.of(0, 0.93, 1000, 0.1, 0), LN_3, 0)).isEqualTo(once);
        assertThat(entropy(calm(EntropyMinimization.of(0.2, 0, 1000, 0.01, 0), LOGITS)))
                .isLessThanOrEqualTo(0.2)
                .isGreaterThan(0.19);
    }

    @Test
    void theTemperatureGivesTheWantedEntropy() {
        // reference vector entropy-temperature-bisect: at 0.320691 the entropy is a fifth of 0.947537
        double[] cooled = calm(EntropyMinimization.TEMPERATURE, LOGITS);
        assertThat(entropy(cooled)).isCloseTo(0.189507, within(1e-5));
        assertThat(cooled[0] - cooled[1]).isCloseTo(1 / 0.320691, within(1e-4));
        assertThat(cooled[1] - cooled[3]).isCloseTo(2 / 0.320691, within(1e-4));
    }

    @Test
    void aDistributionThatIsSureEnoughStaysAsItIs() {
        double[] before = normalized(LN_3, 0);
        assertThat(calm(EntropyMinimization.of(0.6, 0, 5, 0.1, 0), LN_3, 0)).isEqualTo(before);
        assertThat(calm(EntropyMinimization.of(0.6, 0, 0, 0.1, 0), LN_3, 0)).isEqualTo(before);
    }

    @Test
    void equallyLikelyTokensStayEquallyLikely() {
        assertThat(calm(EntropyMinimization.LOGITS, 0, 0)).isEqualTo(normalized(0, 0));
        assertThat(calm(EntropyMinimization.TEMPERATURE, 0, 0)).isEqualTo(normalized(0, 0));
    }

    private static double[] calm(EntropyMinimization how, double... logits) {
        float[] by = {
            (float) how.threshold(), (float) how.share(), how.steps(), (float) how.rate(), (float) how.divergence()
        };
        return doubles(kernels.run("calm", 1, floats(normalized(logits)), by));
    }

    /** Log-probabilities, rounded to fp32. */
    private static double[] normalized(double... logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits)
                .map(logit -> (float) (logit - Math.log(sum)))
                .toArray();
    }

    private static double entropy(double[] logprobs) {
        return -Arrays.stream(logprobs).map(l -> Math.exp(l) * l).sum();
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static double[] doubles(float[] numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }
}
