package com.example.papers.maxrl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanNormalizedAdvantageTest {

    @Test
    void aRareSuccessCountsMore() {
        // p = 1/4: 1/p - 1 = 3, and -1;  p = 3/4: 1/p - 1 = 1/3, and -1
        assertArrayEquals(new double[] {3, -1, -1, -1}, MeanNormalizedAdvantage.of(0, 1, 0, 0, 0), 1e-12);
        assertArrayEquals(
                new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0, -1}, MeanNormalizedAdvantage.of(0, 1, 1, 1, 0), 1e-12);
    }

    @Test
    void gradedRewardsAreMeasuredByTheirMean() {
        // mean 0.5: 0.4 / 0.5, -0.4 / 0.5, -0.1 / 0.5, 0.1 / 0.5
        assertArrayEquals(
                new double[] {0.8, -0.8, -0.2, 0.2}, MeanNormalizedAdvantage.of(0, 0.9, 0.1, 0.4, 0.6), 1e-12);
    }

    @Test
    void aGroupWithoutASuccessTeachesNothing() {
        assertArrayEquals(new double[4], MeanNormalizedAdvantage.of(0, 0, 0, 0, 0));
        assertArrayEquals(new double[4], MeanNormalizedAdvantage.of(1e-6, 0, 0, 0, 0));
    }

    @Test
    void epsilonIsAddedToTheMean() {
        // 0.75 / 0.250001 = 2.999988
        assertEquals(2.999988, MeanNormalizedAdvantage.of(1e-6, 1, 0, 0, 0)[0], 1e-6);
    }

    /**
     * All outcomes of N tries that succeed with probability q, each with its probability: the mean over the group of A times
     * the derivative of the try's log-probability by q, which is 1/q for a success and -1/(1-q) for a failure.
     */
    @ParameterizedTest
    @CsvSource({
        "0.5, 2, 1", // (1 - 0.5) / 0.5
        "0.5, 4, 1.75", // (1 - 0.125) / 0.5
        "0.25, 4, 2.3125", // (1 - 0.421875) / 0.25
        "0.9, 4, 1.11", // (1 - 0.001) / 0.9
    })
    void theExpectedWeightApproachesThatOfMaximumLikelihood(double q, int tries, double weight) {
        double expected = 0;
        for (int outcome = 0; outcome < 1 << tries; outcome++) {
            int bits = outcome;
            double[] rewards =
                    IntStream.range(0, tries).mapToDouble(i -> bits >> i & 1).toArray();
            double[] advantages = MeanNormalizedAdvantage.of(0, rewards);
            double probability = 1;
            double gradient = 0;
            for (int i = 0; i < tries; i++) {
                probability *= rewards[i] == 1 ? q : 1 - q;
                gradient += advantages[i] * (rewards[i] == 1 ? 1 / q : -1 / (1 - q)) / tries;
            }
            expected += probability * gradient;
        }
        assertEquals(weight, expected, 1e-9);
        assertEquals((1 - Math.pow(1 - q, tries - 1)) / q, expected, 1e-9);
    }
}
