package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reason4j.core.engine.model.Filters;

/** Probabilities after top-k, top-p and min-p. Logits 2, 1, 0.5, -1, -3 have 0.607, 0.223, 0.135, 0.030, 0.004. */
@SuppressWarnings("NullAway.Init") // the kernels are compiled before the first test
class SamplingFilterTest {

    private static final double[] LOGITS = {2, 1, 0.5, -1, -3};

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
    void withoutLimitsAllTokensStay() {
        assertThat(filter(LOGITS, 0, 1, 0))
                .containsExactly(probabilities(0.606968, 0.223291, 0.135433, 0.030219, 0.00408971), within(1e-5));
    }

    @Test
    void topKKeepsTheMostLikely() {
        // e^2 / (e^2 + e) = 0.731059
        assertThat(filter(LOGITS, 2, 1, 0)).containsExactly(probabilities(0.731059, 0.268941, 0, 0, 0), within(1e-5));
    }

    @Test
    void topPKeepsTheSmallestSetThatReachesIt() {
        // 0.607 + 0.223 = 0.830 < 0.9 <= 0.830 + 0.135
        assertThat(filter(LOGITS, 0, 0.9, 0))
                .containsExactly(probabilities(0.628532, 0.231224, 0.140244, 0, 0), within(1e-5));
    }

    @Test
    void minPKeepsWhatIsATenthAsLikelyAsTheBest() {
        // a tenth of 0.607 is 0.0607, between 0.135 and 0.030
        assertThat(filter(LOGITS, 0, 1, 0.1))
                .containsExactly(probabilities(0.628532, 0.231224, 0.140244, 0, 0), within(1e-5));
    }

    @Test
    void tokensAsLikelyAsTheKthStayWithIt() {
        // 1, 1, 1, 0 with k = 2: all three of the likeliest, a third each
        assertThat(filter(new double[] {1, 0, 1, 1}, 2, 1, 0))
                .containsExactly(probabilities(1 / 3., 0, 1 / 3., 1 / 3.), within(1e-5));
    }

    @Test
    void theMostLikelyTokenAlwaysStays() {
        assertThat(filter(LOGITS, 0, 1e-6, 0)).containsExactly(probabilities(1, 0, 0, 0, 0), within(1e-6));
        assertThat(filter(LOGITS, 1, 1e-6, 0.999)).containsExactly(probabilities(1, 0, 0, 0, 0), within(1e-6));
    }

    @Test
    void aTopKBeyondTheVocabularyKeepsAll() {
        assertThat(filter(LOGITS, 5, 1, 0)).containsExactly(filter(LOGITS, 0, 1, 0), within(1e-6));
        assertThat(filter(LOGITS, 1000, 1, 0)).containsExactly(filter(LOGITS, 0, 1, 0), within(1e-6));
    }

    @Test
    void eachSlotHasItsOwnLimits() {
        float[] l = new float[10];
        float[] five = logSoftmax(LOGITS);
        System.arraycopy(five, 0, l, 0, 5);
        System.arraycopy(five, 0, l, 5, 5);
        float[] found = kernels.run("filter", 2, l, new float[] {2, 1, 0, 0, 0.9f, 0});

        assertThat(exp(found))
                .containsExactly(
                        probabilities(0.731059, 0.268941, 0, 0, 0, 0.628532, 0.231224, 0.140244, 0, 0), within(1e-5));
    }

    @Test
    void theyApplyInTheOrderTopKTopPMinP() {
        long seed = 20240607;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            double[] logits = random.doubles(30, -4, 4).toArray();
            int k = random.nextInt(0, 31);
            double p = random.nextDouble(0.05, 1);
            double minP = random.nextDouble(0, 0.5);

            assertThat(filter(logits, k, p, minP))
                    .as("logits %s, k %s, p %s, min-p %s", Arrays.toString(logits), k, p, minP)
                    .containsExactly(Filters.apply(Filters.softmax(logits), k, p, minP), within(1e-5));
        }
    }

    private static double[] probabilities(double... probabilities) {
        return probabilities;
    }

    private static double[] filter(double[] logits, int topK, double topP, double minP) {
        float[] limits = {topK, (float) topP, (float) minP};
        return exp(kernels.run("filter", 1, logSoftmax(logits), limits));
    }

    private static float[] logSoftmax(double[] logits) {
        double[] softmax = Filters.softmax(logits);
        float[] log = new float[logits.length];
        for (int i = 0; i < log.length; i++) {
            log[i] = (float) Math.log(softmax[i]);
        }
        return log;
    }

    private static double[] exp(float[] logs) {
        double[] numbers = new double[logs.length];
        Arrays.setAll(numbers, i -> Math.exp(logs[i]));
        return numbers;
    }
}
